// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/comp128.h"

#include <algorithm>

extern "C" {
#include <osmocom/crypt/auth.h>
}

namespace foothold::gsm::auth {

namespace {

osmo_auth_algo algorithm_of(const Comp128Key& key) {
  if (key.version == 1) return OSMO_AUTH_ALG_COMP128v1;
  return key.version == 2 ? OSMO_AUTH_ALG_COMP128v2 : OSMO_AUTH_ALG_COMP128v3;
}

}  // namespace

// By libosmogsm's registry: of version 1 the library exports no function that its headers recommend.
Triplet comp128(const Comp128Key& key, const Rand& rand) {
  osmo_sub_auth_data subscriber{};
  subscriber.type = OSMO_AUTH_TYPE_GSM;
  subscriber.algo = algorithm_of(key);
  std::ranges::copy(key.ki.reveal(), std::begin(subscriber.u.gsm.ki));
  osmo_auth_vector vector{};
  osmo_auth_gen_vec(&vector, &subscriber, rand.data());  // fails for algorithms only that are not there
  Triplet triplet{rand, {}, {}};
  std::ranges::copy(vector.sres, triplet.sres.begin());
  std::ranges::copy(vector.kc, triplet.kc.reveal_mutable().begin());
  detail::wipe(&subscriber, sizeof(subscriber));
  detail::wipe(&vector, sizeof(vector));
  return triplet;
}

}  // namespace foothold::gsm::auth

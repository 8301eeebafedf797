// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/vault/subscription.h"

#include <type_traits>

#include "tre_emu/vault/state_codec.h"

namespace foothold::tre_emu::vault {

namespace {

constexpr auto kGba = [](auto& codec, auto& context) {
  codec(context.rand);
  codec(context.ks);
};

struct KeyFields {
  template <class Codec, class Key>
  void operator()(Codec& codec, Key& key) const {
    using Kind = std::remove_const_t<Key>;
    if constexpr (std::is_same_v<Kind, gsm::auth::MilenageKey>) {
      codec(key.k);
      codec(key.opc);
      codec(key.constants.r);
      for (auto& constant : key.constants.c) codec(constant);
    } else if constexpr (std::is_same_v<Kind, gsm::auth::TuakKey>) {
      codec(key.k);
      codec(key.topc);
      codec(key.iterations);
      codec(key.res_size);
    } else if constexpr (std::is_same_v<Kind, gsm::auth::XorKey>) {
      codec(key.k);
      codec(key.res_size);
    } else {
      codec(key.ki);
      codec(key.version);
    }
  }
};
constexpr KeyFields kKey;

constexpr auto kSubscription = [](auto& codec, auto& subscription) {
  codec(subscription.imsi);
  codec(subscription.mnc_digits);
  codec(subscription.iccid);
  codec(subscription.apn);
  codec.choice(subscription.algorithm, kKey);
  codec(subscription.sqn);
  codec.optional(subscription.gba, kGba);
  codec.files(subscription.files);
};

}  // namespace

void code_subscription(StateEncoder& encoder, const Subscription& subscription) {
  kSubscription(encoder, subscription);
}

void code_subscription(StateDecoder& decoder, Subscription& subscription) {
  kSubscription(decoder, subscription);
  if (const auto right = gsm::auth::check_algorithm(subscription.algorithm); !right) {
    decoder.refuse(right.error().field + " " + right.error().what);
  }
}

}  // namespace foothold::tre_emu::vault

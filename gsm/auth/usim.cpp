// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/usim.h"

#include <algorithm>

namespace foothold::gsm::auth {

namespace {
constexpr int kSwAuthenticationError = 0x9862;  // TS 31.102 7.3.1: "authentication error, incorrect MAC"
}

Result<CheckedChallenge> check_autn(const Algorithm& algorithm, const Rand& rand, const Autn& autn) {
  if (!authenticates_network(algorithm)) return fail("is for algorithms that authenticate the network", "AUTN");
  auto out = aka_outputs(algorithm, rand);
  std::array<std::uint8_t, 6> sqn_octets;
  for (std::size_t i = 0; i < sqn_octets.size(); ++i) sqn_octets[i] = static_cast<std::uint8_t>(autn[i] ^ out.ak[i]);
  const auto sqn = Sqn::from_octets(sqn_octets);
  Amf amf;
  Mac mac;
  std::copy_n(autn.begin() + 6, amf.size(), amf.begin());
  std::copy_n(autn.begin() + 8, mac.size(), mac.begin());
  const auto xmac = aka_macs(algorithm, rand, sqn, amf).mac_a;
  if (!detail::equal_in_constant_time(mac.data(), xmac.data(), mac.size()))
    return fail("the network's MAC is wrong", "AUTN", 8, kSwAuthenticationError);
  return CheckedChallenge{sqn, amf, out.res, out.ck, out.ik, c3(out.ck, out.ik)};
}

Triplet gsm_response(const Algorithm& algorithm, const Rand& rand) {
  if (const auto* const old = std::get_if<Comp128Key>(&algorithm)) return comp128(*old, rand);
  const auto out = aka_outputs(algorithm, rand);
  return {rand, c2(out.res), c3(out.ck, out.ik)};
}

}  // namespace foothold::gsm::auth

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/auts.h"

#include <algorithm>

#include "gsm/auth/sqn_window.h"

namespace foothold::gsm::auth {

namespace {
constexpr Amf kResynchronisationAmf = {0, 0};  // AMF* of TS 33.102 6.3.3: it need not be sent in the clear
}

Auts make_auts(const Algorithm& algorithm, const Rand& rand, Sqn sqn_ms) {
  const auto ak_star = aka_outputs(algorithm, rand).ak_star;
  const auto mac_s = aka_macs(algorithm, rand, sqn_ms, kResynchronisationAmf).mac_s;
  const auto sqn_octets = sqn_ms.octets();
  Auts auts;
  for (std::size_t i = 0; i < sqn_octets.size(); ++i) auts[i] = static_cast<std::uint8_t>(sqn_octets[i] ^ ak_star[i]);
  std::copy(mac_s.begin(), mac_s.end(), auts.begin() + 6);
  return auts;
}

Result<Sqn> check_auts(const Algorithm& algorithm, const Rand& rand, const Auts& auts) {
  const auto ak_star = aka_outputs(algorithm, rand).ak_star;
  std::array<std::uint8_t, 6> sqn_octets;
  for (std::size_t i = 0; i < sqn_octets.size(); ++i) sqn_octets[i] = static_cast<std::uint8_t>(auts[i] ^ ak_star[i]);
  const auto sqn_ms = Sqn::from_octets(sqn_octets);
  const auto mac_s = aka_macs(algorithm, rand, sqn_ms, kResynchronisationAmf).mac_s;
  if (!detail::equal_in_constant_time(mac_s.data(), auts.data() + 6, mac_s.size()))
    return fail("MAC-S is wrong; the resynchronisation is ignored", "AUTS", 6);
  return sqn_ms;
}

Sqn resynchronised(Sqn sqn_he, Sqn sqn_ms) {
  const auto next = sqn_he.seq() + 1;
  const bool usim_would_accept = next > sqn_ms.seq() && next - sqn_ms.seq() <= SqnWindow::kDelta;
  return usim_would_accept ? sqn_he : sqn_ms;
}

}  // namespace foothold::gsm::auth

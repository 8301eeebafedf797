// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/carrier.h"

#include <array>
#include <string>

namespace foothold::rf_bridge::trx {
namespace {

struct Band {
  std::uint16_t first, last;  // ARFCN
  std::uint32_t first_uplink_khz;
  std::uint32_t duplex_khz;
};

constexpr std::uint32_t kSpacingKhz = 200;
// TS 45.005 table 2-2.
constexpr std::array<Band, 4> kBands = {{
    {0, 124, 890'000, 45'000},
    {128, 251, 824'200, 45'000},
    {512, 885, 1'710'200, 95'000},
    {955, 1023, 876'200, 45'000},
}};

}  // namespace

Result<Carrier> carrier_of(std::uint16_t arfcn) {
  for (const auto& band : kBands) {
    if (arfcn < band.first || arfcn > band.last) continue;
    const std::uint32_t uplink = band.first_uplink_khz + kSpacingKhz * (arfcn - band.first);
    return Carrier{uplink, uplink + band.duplex_khz};
  }
  return fail("no band has ARFCN " + std::to_string(arfcn), "arfcn");
}

}  // namespace foothold::rf_bridge::trx

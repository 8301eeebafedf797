// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/gsm_band.h"

#include <array>
#include <string>

namespace foothold::lab {
namespace {

struct ArfcnRange {
  std::string_view band;
  std::uint16_t first;
  std::uint16_t last;
  std::uint32_t first_uplink_khz;
  std::uint32_t duplex_khz;
};

constexpr std::uint32_t kSpacingKhz = 200;
// TS 45.005 table 2-2.
constexpr std::array kRanges = {
    ArfcnRange{"GSM850", 128, 251, 824'200, 45'000}, ArfcnRange{"GSM900", 0, 124, 890'000, 45'000},
    ArfcnRange{"GSM900", 975, 1023, 880'200, 45'000}, ArfcnRange{"DCS1800", 512, 885, 1'710'200, 95'000},
    ArfcnRange{"PCS1900", 512, 810, 1'850'200, 80'000}};

}  // namespace

Result<CarrierFrequencies> carrier_frequencies(std::string_view band, std::uint16_t arfcn) {
  std::string numbers;
  for (const auto& range : kRanges) {
    if (range.band != band) continue;
    if (arfcn >= range.first && arfcn <= range.last) {
      const auto uplink = range.first_uplink_khz + kSpacingKhz * static_cast<std::uint32_t>(arfcn - range.first);
      return CarrierFrequencies{uplink, uplink + range.duplex_khz};
    }
    numbers += (numbers.empty() ? "" : ", ") + std::to_string(range.first) + " to " + std::to_string(range.last);
  }
  if (numbers.empty()) return fail("is none of GSM850, GSM900, DCS1800, PCS1900", "band");
  return fail("is not in " + std::string(band) + ", which has " + numbers, "arfcn");
}

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace foothold::lab {

// A carrier's frequencies.
struct CarrierFrequencies {
  std::uint32_t uplink_khz = 0;    // what mobiles send on
  std::uint32_t downlink_khz = 0;  // what the base station sends on
  friend bool operator==(const CarrierFrequencies&, const CarrierFrequencies&) = default;
};

// Of an ARFCN in a band, named as Osmocom's programs do: GSM850, GSM900 (with E-GSM), DCS1800, PCS1900 (TS 45.005
// clause 2). The band is needed: DCS 1800 and PCS 1900 have numbers in common. Errors: no such band (field "band"), or
// the band has no such number (field "arfcn"); in words that name those there are.
Result<CarrierFrequencies> carrier_frequencies(std::string_view band, std::uint16_t arfcn);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/result.h"

namespace foothold::rf_bridge::trx {

// The two frequencies of a carrier, in kHz (TS 45.005 clause 2).
struct Carrier {
  std::uint32_t uplink_khz = 0;
  std::uint32_t downlink_khz = 0;
  friend bool operator==(const Carrier&, const Carrier&) = default;
};

// Of GSM 850, E-GSM 900 and DCS 1800. Where PCS 1900 has the same numbers as DCS 1800, it is DCS. Error: a number that
// none of them has.
Result<Carrier> carrier_of(std::uint16_t arfcn);

}  // namespace foothold::rf_bridge::trx

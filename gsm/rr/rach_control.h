// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

namespace foothold::gsm::rr {

// RACH Control Parameters (TS 44.018 10.5.2.29), repeated in SI1 to SI4.
struct RachControl {
  unsigned max_retransmissions = 1;  // M: 1, 2, 4 or 7
  unsigned tx_integer = 3;           // T, slots over which accesses are spread: 3..12, 14, 16, 20, 25, 32 or 50
  bool cell_barred = false;
  bool reestablishment_allowed = true;
  std::uint16_t barred_access_classes = 0;  // bit n: class n; bit 10: emergency calls

  static RachControl decode(std::uint8_t first, std::uint16_t access_classes);

  // S, slots between two accesses (TS 44.018 table 3.3.1.1.2.1). `combined`: CCCH shares timeslot 0 with an SDCCH.
  unsigned retry_slots(bool combined) const;
  friend bool operator==(const RachControl&, const RachControl&) = default;
};

}  // namespace foothold::gsm::rr

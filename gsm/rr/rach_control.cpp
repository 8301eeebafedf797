// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rr/rach_control.h"

#include <array>

namespace foothold::gsm::rr {

RachControl RachControl::decode(std::uint8_t first, std::uint16_t access_classes) {
  static constexpr std::array<unsigned, 4> kMaxRetransmissions{1, 2, 4, 7};
  static constexpr std::array<unsigned, 16> kTxInteger{3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 20, 25, 32, 50};
  RachControl control;
  control.max_retransmissions = kMaxRetransmissions[first >> 6];
  control.tx_integer = kTxInteger[(first >> 2) & 0x0f];
  control.cell_barred = (first & 0x02) != 0;
  control.reestablishment_allowed = (first & 0x01) == 0;
  control.barred_access_classes = access_classes;
  return control;
}

unsigned RachControl::retry_slots(bool combined) const {
  switch (tx_integer) {
    case 3:
    case 8:
    case 14:
    case 50:
      return combined ? 41 : 55;
    case 4:
    case 9:
    case 16:
      return combined ? 52 : 76;
    case 5:
    case 10:
    case 20:
      return combined ? 58 : 109;
    case 6:
    case 11:
    case 25:
      return combined ? 86 : 163;
    default:
      return combined ? 115 : 217;
  }
}

}  // namespace foothold::gsm::rr

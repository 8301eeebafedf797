// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/hex.h"

namespace foothold::m2me::soak {

// System information as osmo-bts sent it (gsmtap-bcch.pcap), with a location area of one's own.
inline Bytes si1() {
  return *from_hex("5506198fb38000000000000000000000000000e504002b");
}
inline Bytes si3(std::uint16_t location_area) {
  auto block = *from_hex("49061b1b3900f1100001c9031e274740e504002c0b2b2b");
  block[8] = static_cast<std::uint8_t>(location_area >> 8);
  block[9] = static_cast<std::uint8_t>(location_area);
  return block;
}
inline Bytes si4(std::uint16_t location_area) {
  auto block = *from_hex("31061c00f11000014740e50400012b2b2b2b2b2b2b2b2b");
  block[6] = static_cast<std::uint8_t>(location_area >> 8);
  block[7] = static_cast<std::uint8_t>(location_area);
  return block;
}
inline Bytes si13() {
  return *from_hex("0106009000185a6fc9f14008411b2b2b2b2b2b2b2b2b2b");
}

}  // namespace foothold::m2me::soak

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/fcs.h"

#include <array>

namespace foothold::gsm::llc {
namespace {

// x^24+x^23+x^21+x^20+x^19+x^17+x^16+x^15+x^13+x^8+x^7+x^5+x^4+x^2+1 (TS 44.064 5.5), bits reversed because the
// least significant bit of an octet is sent first.
constexpr std::uint32_t kPolynomial = 0xad85dd;

constexpr auto kTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? crc >> 1 ^ kPolynomial : crc >> 1;
    table[i] = crc;
  }
  return table;
}();

}  // namespace

std::uint32_t frame_check_sequence(ByteView bytes) {
  std::uint32_t crc = 0xffffff;
  for (const auto byte : bytes) crc = crc >> 8 ^ kTable[(crc ^ byte) & 0xff];
  return ~crc & 0xffffff;
}

}  // namespace foothold::gsm::llc

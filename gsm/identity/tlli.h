// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace foothold::gsm {

// Packet Temporary Mobile Subscriber Identity (TS 23.003 2.7). Its two top bits are 11 as the SGSN allots it (2.4).
struct Ptmsi {
  std::uint32_t value = 0;
  std::string to_string() const;  // 8 hexadecimal digits
  friend auto operator<=>(const Ptmsi&, const Ptmsi&) = default;
};

// Temporary Logical Link Identity (TS 23.003 2.6): names a mobile's logical link within a routing area.
struct Tlli {
  enum class Kind : std::uint8_t { local, foreign, random, auxiliary, reserved };

  std::uint32_t value = 0;

  static Tlli local(Ptmsi ptmsi) { return {ptmsi.value | 0xc0000000U}; }                    // 11...
  static Tlli foreign(Ptmsi ptmsi) { return {(ptmsi.value & 0x3fffffffU) | 0x80000000U}; }  // 10...
  static Tlli random(std::uint32_t bits) { return {(bits & 0x07ffffffU) | 0x78000000U}; }   // 01111...
  Kind kind() const;
  std::string to_string() const;  // 8 hexadecimal digits
  friend auto operator<=>(const Tlli&, const Tlli&) = default;
};

}  // namespace foothold::gsm

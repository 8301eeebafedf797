// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm::auth {

// A sequence number of 48 bits, SEQ (43 bits) || IND (5 bits), as the profiles of TS 33.102 C.3 propose. Both ends of
// this system use it, so that vectors handed to different serving networks may be used in any order.
class Sqn {
 public:
  static constexpr unsigned kIndBits = 5;
  static constexpr std::uint64_t kMax = (std::uint64_t{1} << 48) - 1;
  static constexpr std::uint64_t kMaxSeq = kMax >> kIndBits;

  Sqn() = default;
  // Bits above the 48th are cut.
  explicit Sqn(std::uint64_t value) : value_(value & kMax) {}
  Sqn(std::uint64_t seq, unsigned ind) : Sqn((seq << kIndBits) | (ind & ((1U << kIndBits) - 1))) {}
  static Sqn from_octets(const std::array<std::uint8_t, 6>& octets);  // big endian, as in AUTN

  std::uint64_t value() const { return value_; }
  std::uint64_t seq() const { return value_ >> kIndBits; }
  unsigned ind() const { return static_cast<unsigned>(value_ & ((1U << kIndBits) - 1)); }
  std::array<std::uint8_t, 6> octets() const;

  friend auto operator<=>(const Sqn&, const Sqn&) = default;

 private:
  std::uint64_t value_ = 0;
};

// The network's next number (TS 33.102 C.1.1.1 and C.1.2): SEQ grows by one and IND goes round, so that the USIM keeps
// a place of its own for each of the last 32 vectors. Fails only when 2^43 vectors have been made of one key.
Result<Sqn> next_sqn(Sqn previous);

}  // namespace foothold::gsm::auth

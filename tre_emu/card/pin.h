// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/secret.h"

namespace foothold::tre_emu::card {

// Key references (TS 102 221 9.5.1, table 9.3). PIN1 and PIN2 serve all USIMs of this card alike.
inline constexpr std::uint8_t kPin1 = 0x01;
inline constexpr std::uint8_t kPin2 = 0x81;  // local to the application
inline constexpr std::uint8_t kAdm1 = 0x0A;

// Eight octets: a PIN of 4 to 8 digits in ASCII and FF behind it, a PUK of 8 digits, or any for ADM1.
using PinValue = Secret<8>;

// Empty unless 4 to 8 digits.
std::optional<PinValue> pin_value(std::string_view digits);

// A PIN as it outlasts the power.
struct Pin {
  static constexpr std::uint8_t kMaxTries = 3;
  static constexpr std::uint8_t kMaxUnblockTries = 10;

  PinValue value;
  PinValue unblock;                // PUK
  std::uint8_t tries = 0;          // 0: blocked, as is a PIN that nobody has set
  std::uint8_t unblock_tries = 0;  // 0: blocked for good
  bool enabled = true;

  // Whether anybody has set it: no PIN is all zeros.
  bool initialised() const { return value != PinValue(); }
  // With all tries.
  static Pin fresh(const PinValue& value, const PinValue& unblock, bool enabled = true);
};

struct Pins {
  Pin pin1;
  Pin pin2;
  Pin adm1;

  // PIN1 0000, disabled; PUKs, PIN2 and ADM1 have yet to be set and are blocked.
  static Pins initial();
  const Pin* find(std::uint8_t reference) const;
};

// Where PINs are kept.
class PinStore {
 public:
  virtual ~PinStore() = default;
  // Null for a reference that is not there.
  virtual const Pin* find(std::uint8_t reference) const = 0;
  // Whether it is safe on disk; if not, find() gives what it gave before.
  virtual bool store(std::uint8_t reference, const Pin& pin) = 0;
};

}  // namespace foothold::tre_emu::card

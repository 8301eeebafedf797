// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>

#include "tre_emu/card/apdu.h"
#include "tre_emu/card/pin.h"

namespace foothold::tre_emu::card {

// What one terminal has proved (TS 102 221 9.1): valid on all its logical channels, until a reset. Verification counts
// the try on disk before it compares, so that cutting the power gains nobody another try.
class SecurityStatus {
 public:
  // Null: a card without PINs, on which every PIN condition is met by nobody.
  explicit SecurityStatus(PinStore* pins = nullptr) : pins_(pins) {}

  const Pin* find(std::uint8_t reference) const { return pins_ ? pins_->find(reference) : nullptr; }
  // Verified in this session, or disabled (9.5.1).
  bool satisfied(std::uint8_t reference) const;
  void reset() { verified_.clear(); }
  // The application whose local PIN this is was left (9.4.3).
  void forget(std::uint8_t reference) { verified_.erase(reference); }

  // Each answers 9000, 63Cx (so many tries left; 63C0: blocked by this try), 6983 blocked before, 6984 disabled,
  // 6985 in contradiction with the PIN's state, 6A80 not a PIN, 6A88 no such PIN, 6581.
  StatusWord verify(std::uint8_t reference, const PinValue& value);
  StatusWord change(std::uint8_t reference, const PinValue& old_value, const PinValue& new_value);
  StatusWord disable(std::uint8_t reference, const PinValue& value);
  StatusWord enable(std::uint8_t reference, const PinValue& value);
  StatusWord unblock(std::uint8_t reference, const PinValue& puk, const PinValue& new_value);

 private:
  // Compares; `on_success` changes the PIN before it is stored.
  template <class Change>
  StatusWord compare(std::uint8_t reference, Pin pin, const PinValue& value, Change on_success);

  PinStore* pins_;
  std::set<std::uint8_t> verified_;
};

// VERIFY, CHANGE, DISABLE, ENABLE and UNBLOCK PIN (TS 102 221 11.1.9 to 11.1.13); the instruction says which.
bool is_pin_command(std::uint8_t ins);
Response pin_command(const Command& command, SecurityStatus& security);

}  // namespace foothold::tre_emu::card

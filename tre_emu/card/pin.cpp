// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/pin.h"

#include <algorithm>

namespace foothold::tre_emu::card {

std::optional<PinValue> pin_value(std::string_view digits) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (digits.size() < 4 || digits.size() > PinValue::size() || !std::ranges::all_of(digits, digit)) return {};
  PinValue value;
  std::ranges::fill(value.reveal_mutable(), std::uint8_t{0xFF});
  std::ranges::transform(digits, value.reveal_mutable().begin(), [](char c) { return static_cast<std::uint8_t>(c); });
  return value;
}

Pin Pin::fresh(const PinValue& value, const PinValue& unblock, bool enabled) {
  return {value, unblock, kMaxTries, kMaxUnblockTries, enabled};
}

Pins Pins::initial() {
  Pins pins;
  pins.pin1.value = *pin_value("0000");
  pins.pin1.tries = Pin::kMaxTries;
  pins.pin1.enabled = false;
  return pins;
}

const Pin* Pins::find(std::uint8_t reference) const {
  switch (reference) {
    case kPin1:
      return &pin1;
    case kPin2:
      return &pin2;
    case kAdm1:
      return &adm1;
    default:
      return nullptr;
  }
}

}  // namespace foothold::tre_emu::card

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/tre_pins.h"

namespace foothold::tre_emu {

const card::Pin* TrePins::find(std::uint8_t reference) const {
  return vault_.locked() ? nullptr : vault_.state().pins.find(reference);
}

bool TrePins::store(std::uint8_t reference, const card::Pin& pin) {
  if (vault_.locked()) return false;
  auto next = vault_.state();
  switch (reference) {
    case card::kPin1:
      next.pins.pin1 = pin;
      break;
    case card::kPin2:
      next.pins.pin2 = pin;
      break;
    case card::kAdm1:
      next.pins.adm1 = pin;
      break;
    default:
      return false;
  }
  return vault_.commit(std::move(next)).has_value();
}

}  // namespace foothold::tre_emu

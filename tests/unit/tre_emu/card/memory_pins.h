// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "tre_emu/card/pin.h"

namespace foothold::tre_emu::card {

// PIN1 1234 (PUK 11111111), PIN2 5678 (PUK 22222222), ADM1 88888888; all enabled. Remembers how often it was written.
class MemoryPins : public PinStore {
 public:
  MemoryPins() {
    pins.pin1 = make("1234", "11111111");
    pins.pin2 = make("5678", "22222222");
    pins.adm1 = make("88888888", "33333333");
  }

  const Pin* find(std::uint8_t reference) const override { return pins.find(reference); }
  bool store(std::uint8_t reference, const Pin& pin) override {
    if (fails) return false;
    ++writes;
    *const_cast<Pin*>(pins.find(reference)) = pin;
    return true;
  }

  Pins pins;
  bool fails = false;
  int writes = 0;

 private:
  static Pin make(std::string_view value, std::string_view puk) {
    return Pin::fresh(*pin_value(value), *pin_value(puk));
  }
};

}  // namespace foothold::tre_emu::card

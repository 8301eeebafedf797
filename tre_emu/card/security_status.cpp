// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/security_status.h"

#include <algorithm>

namespace foothold::tre_emu::card {

namespace {

enum Instruction : std::uint8_t {
  verify_ins = 0x20,
  change_ins = 0x24,
  disable_ins = 0x26,
  enable_ins = 0x28,
  unblock_ins = 0x2C,
};

constexpr std::size_t kValue = PinValue::size();

// 4 to 8 digits, then FF (TS 102 221 9.5.1). ADM1 may be any.
bool is_pin(std::uint8_t reference, const PinValue& value) {
  if (reference == kAdm1) return true;
  const auto octets = value.reveal();
  std::size_t digits = 0;
  while (digits < octets.size() && octets[digits] >= '0' && octets[digits] <= '9') ++digits;
  return digits >= 4 && std::all_of(octets.begin() + static_cast<std::ptrdiff_t>(digits), octets.end(),
                                    [](std::uint8_t octet) { return octet == 0xFF; });
}

PinValue value_at(const Bytes& data, std::size_t at) {
  return PinValue(ByteView(data).subspan(at).first<kValue>());
}

}  // namespace

bool SecurityStatus::satisfied(std::uint8_t reference) const {
  const Pin* const pin = find(reference);
  return pin && (!pin->enabled || (verified_.contains(reference) && pin->tries > 0));
}

template <class Change>
StatusWord SecurityStatus::compare(std::uint8_t reference, Pin pin, const PinValue& value, Change on_success) {
  if (pin.tries == 0) return StatusWord::blocked;
  --pin.tries;
  if (!pins_->store(reference, pin)) return StatusWord::memory_failure;
  if (pin.value != value) {
    verified_.erase(reference);
    return tries_left(pin.tries);
  }
  pin.tries = Pin::kMaxTries;
  on_success(pin);
  if (!pins_->store(reference, pin)) return StatusWord::memory_failure;
  verified_.insert(reference);
  return StatusWord::ok;
}

StatusWord SecurityStatus::verify(std::uint8_t reference, const PinValue& value) {
  const Pin* const pin = find(reference);
  if (!pin) return StatusWord::reference_not_found;
  if (pin->tries == 0) return StatusWord::blocked;
  if (!pin->enabled) return StatusWord::reference_data_invalidated;
  return compare(reference, *pin, value, [](Pin&) {});
}

StatusWord SecurityStatus::change(std::uint8_t reference, const PinValue& old_value, const PinValue& new_value) {
  const Pin* const pin = find(reference);
  if (!pin) return StatusWord::reference_not_found;
  if (pin->tries == 0) return StatusWord::blocked;
  if (!pin->enabled) return StatusWord::reference_data_invalidated;
  if (!is_pin(reference, new_value)) return StatusWord::wrong_data;
  return compare(reference, *pin, old_value, [&](Pin& changed) { changed.value = new_value; });
}

// Only PIN1 can be switched: TS 31.102 has PIN2 enabled always, and an administrator's key is no PIN.
StatusWord SecurityStatus::disable(std::uint8_t reference, const PinValue& value) {
  const Pin* const pin = find(reference);
  if (!pin) return StatusWord::reference_not_found;
  if (pin->tries == 0) return StatusWord::blocked;
  if (reference != kPin1 || !pin->enabled) return StatusWord::conditions_not_satisfied;
  return compare(reference, *pin, value, [](Pin& changed) { changed.enabled = false; });
}

StatusWord SecurityStatus::enable(std::uint8_t reference, const PinValue& value) {
  const Pin* const pin = find(reference);
  if (!pin) return StatusWord::reference_not_found;
  if (pin->tries == 0) return StatusWord::blocked;
  if (reference != kPin1 || pin->enabled) return StatusWord::conditions_not_satisfied;
  return compare(reference, *pin, value, [](Pin& changed) { changed.enabled = true; });
}

StatusWord SecurityStatus::unblock(std::uint8_t reference, const PinValue& puk, const PinValue& new_value) {
  const Pin* const found = find(reference);
  if (!found || reference == kAdm1) return StatusWord::reference_not_found;
  if (found->unblock_tries == 0) return StatusWord::blocked;
  if (!is_pin(reference, new_value)) return StatusWord::wrong_data;
  Pin pin = *found;
  --pin.unblock_tries;
  if (!pins_->store(reference, pin)) return StatusWord::memory_failure;
  if (pin.unblock != puk) return tries_left(pin.unblock_tries);
  pin.value = new_value;
  pin.tries = Pin::kMaxTries;
  pin.unblock_tries = Pin::kMaxUnblockTries;
  pin.enabled = true;  // TS 102 221 11.1.13.1.1
  if (!pins_->store(reference, pin)) return StatusWord::memory_failure;
  verified_.insert(reference);
  return StatusWord::ok;
}

bool is_pin_command(std::uint8_t ins) {
  return ins == verify_ins || ins == change_ins || ins == disable_ins || ins == enable_ins || ins == unblock_ins;
}

Response pin_command(const Command& command, SecurityStatus& security) {
  const auto answer = [](StatusWord sw) {
    Response response(sw);
    response.command_is_secret = true;
    return response;
  };
  if (command.p1 != 0) return answer(StatusWord::wrong_p1_p2);
  const Pin* const pin = security.find(command.p2);
  if (!pin) return answer(StatusWord::reference_not_found);
  const auto& data = command.data;
  const bool two_values = command.ins == change_ins || command.ins == unblock_ins;
  if (data.empty() && command.ins == verify_ins) {
    return answer(pin->tries == 0 ? StatusWord::blocked : tries_left(pin->tries));
  }
  if (data.empty() && command.ins == unblock_ins && command.p2 != kAdm1) {
    return answer(pin->unblock_tries == 0 ? StatusWord::blocked : tries_left(pin->unblock_tries));
  }
  if (data.size() != (two_values ? 2 * kValue : kValue)) return answer(StatusWord::wrong_length);
  switch (command.ins) {
    case verify_ins:
      return answer(security.verify(command.p2, value_at(data, 0)));
    case change_ins:
      return answer(security.change(command.p2, value_at(data, 0), value_at(data, kValue)));
    case disable_ins:
      return answer(security.disable(command.p2, value_at(data, 0)));
    case enable_ins:
      return answer(security.enable(command.p2, value_at(data, 0)));
    default:
      return answer(security.unblock(command.p2, value_at(data, 0), value_at(data, kValue)));
  }
}

}  // namespace foothold::tre_emu::card

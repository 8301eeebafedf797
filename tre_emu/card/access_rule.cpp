// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/access_rule.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/byte_reader.h"
#include "tre_emu/card/security_status.h"
#include "tre_emu/card/tlv.h"

namespace foothold::tre_emu::card {

namespace {

// Tags of EF_ARR (TS 102 221 9.2.3 and 9.2.4, ISO 7816-4 tables 23 and 24).
constexpr std::uint8_t kAccessModeByte = 0x80;
constexpr std::uint8_t kAccessModeInstruction = 0x84;
constexpr std::uint8_t kAlways = 0x90;
constexpr std::uint8_t kNever = 0x97;
constexpr std::uint8_t kUserAuthentication = 0xA4;
constexpr std::uint8_t kOr = 0xA0;
constexpr std::uint8_t kKeyReference = 0x83;

std::uint8_t reference_of(Condition condition) {
  return condition == Condition::pin1 ? kPin1 : condition == Condition::pin2 ? kPin2 : kAdm1;
}

void put_condition(Bytes& out, Condition condition) {
  switch (condition) {
    case Condition::always:
      put_tlv(out, kAlways, {});
      break;
    case Condition::never:
      put_tlv(out, kNever, {});
      break;
    default:
      // Usage qualifier 08: user authentication by knowledge.
      put_tlv(out, kUserAuthentication, Bytes{kKeyReference, 0x01, reference_of(condition), 0x95, 0x01, 0x08});
  }
}

struct Object {
  std::uint8_t tag = 0;
  ByteView value;
};

// The next object; all tags and lengths here are of one octet.
std::optional<Object> next_object(ByteView& rest) {
  if (rest.size() < 2 || rest[0] == 0xFF || rest[1] > rest.size() - 2) return {};
  const Object object{rest[0], rest.subspan(2, rest[1])};
  rest = rest.subspan(2 + object.value.size());
  return object;
}

bool holds(const Object& condition, const SecurityStatus& security) {
  switch (condition.tag) {
    case kAlways:
      return true;
    case kUserAuthentication: {
      ByteView rest = condition.value;
      while (const auto object = next_object(rest)) {
        if (object->tag == kKeyReference) return object->value.size() == 1 && security.satisfied(object->value[0]);
      }
      return false;
    }
    case kOr: {
      ByteView rest = condition.value;
      while (const auto object = next_object(rest)) {
        if (object->tag != kOr && holds(*object, security)) return true;
      }
      return false;
    }
    default:
      return false;
  }
}

bool names(const Object& mode, AccessMode wanted) {
  const auto bits = static_cast<std::uint8_t>(wanted);
  if (wanted == AccessMode::increase) {
    return mode.tag == kAccessModeInstruction && std::ranges::find(mode.value, bits) != mode.value.end();
  }
  return mode.tag == kAccessModeByte && mode.value.size() == 1 && (mode.value[0] & bits) != 0;
}

}  // namespace

Bytes encode_rule(const AccessRule& rule) {
  Bytes out;
  const auto put = [&](std::uint8_t tag, std::uint8_t mode, Condition condition) {
    put_tlv(out, tag, Bytes{mode});
    put_condition(out, condition);
  };
  put(kAccessModeByte, static_cast<std::uint8_t>(AccessMode::read), rule.read);
  put(kAccessModeByte, static_cast<std::uint8_t>(AccessMode::update), rule.update);
  const auto both = static_cast<unsigned>(AccessMode::activate) | static_cast<unsigned>(AccessMode::deactivate);
  put(kAccessModeByte, static_cast<std::uint8_t>(both), rule.activate);
  if (rule.increase != Condition::never) {
    put(kAccessModeInstruction, static_cast<std::uint8_t>(AccessMode::increase), rule.increase);
  }
  return out;
}

bool allows(ByteView record, AccessMode mode, const SecurityStatus& security) {
  while (const auto named = next_object(record)) {
    const auto condition = next_object(record);
    if (!condition) return false;
    if (names(*named, mode)) return holds(*condition, security);
  }
  return false;
}

Condition condition_of(ByteView record, AccessMode mode) {
  while (const auto named = next_object(record)) {
    const auto condition = next_object(record);
    if (!condition) break;
    if (!names(*named, mode)) continue;
    if (condition->tag == kAlways) return Condition::always;
    ByteView rest = condition->tag == kUserAuthentication ? condition->value : ByteView();
    while (const auto object = next_object(rest)) {
      if (object->tag != kKeyReference || object->value.size() != 1) continue;
      for (const auto one : {Condition::pin1, Condition::pin2, Condition::adm1}) {
        if (reference_of(one) == object->value[0]) return one;
      }
    }
    break;
  }
  return Condition::never;
}

std::uint8_t AccessRules::record_of(const AccessRule& rule) {
  auto found = std::ranges::find(rules_, rule);
  if (found == rules_.end()) found = rules_.insert(found, rule);
  return static_cast<std::uint8_t>(found - rules_.begin() + 1);
}

Bytes AccessRules::content() const {
  Bytes out;
  for (const auto& rule : rules_) {
    const auto record = encode_rule(rule);
    out.insert(out.end(), record.begin(), record.end());
    out.resize((out.size() + kRecordLength - 1) / kRecordLength * kRecordLength, 0xFF);
  }
  return out;
}

}  // namespace foothold::tre_emu::card

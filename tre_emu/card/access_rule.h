// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"

namespace foothold::tre_emu::card {

class SecurityStatus;

// What a file may ask of whoever uses it (TS 102 221 9.2, TS 31.102 4.1).
enum class Condition : std::uint8_t { always, pin1, pin2, adm1, never };

// What is done to a file, as the bits of an access mode byte for EFs (ISO 7816-4 5.4.3.1); INCREASE has none and is
// named by its instruction.
enum class AccessMode : std::uint8_t {
  read = 0x01,
  update = 0x02,
  deactivate = 0x08,
  activate = 0x10,
  increase = 0x32
};

// A row of the "access conditions" that the specifications give for each file.
struct AccessRule {
  Condition read = Condition::never;
  Condition update = Condition::never;
  Condition activate = Condition::never;  // and deactivate
  Condition increase = Condition::never;  // cyclic files only

  friend bool operator==(const AccessRule&, const AccessRule&) = default;
};

// The rule in expanded format, as a record of EF_ARR holds it (TS 102 221 9.2.2, ISO 7816-4 5.4.3.2).
Bytes encode_rule(const AccessRule& rule);

// Whether a record of EF_ARR lets `mode` pass. What it does not mention, and what cannot be read, is refused.
bool allows(ByteView record, AccessMode mode, const SecurityStatus& security);

// What the record asks of `mode`, for a response that shows it (TS 51.011 9.3): a PIN by its reference, never for what
// it does not say.
Condition condition_of(ByteView record, AccessMode mode);

// EF_ARR in the making: each rule once.
class AccessRules {
 public:
  static constexpr std::uint8_t kRecordLength = 44;  // octets; the longest rule, four modes under a PIN each

  // The number of the record, from 1.
  std::uint8_t record_of(const AccessRule& rule);
  Bytes content() const;

 private:
  std::vector<AccessRule> rules_;
};

}  // namespace foothold::tre_emu::card

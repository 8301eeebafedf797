// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "tre_emu/card/access_rule.h"
#include "tre_emu/card/file.h"

namespace foothold::tre_emu::card {

// Records of the EF_ARR that test_rules() makes.
inline constexpr std::uint8_t kReadOnly = 1;  // read always
inline constexpr std::uint8_t kOpen = 2;      // everything always
inline constexpr std::uint8_t kByPin = 3;     // read PIN1, update PIN2, activate ADM1

inline Ef test_rules() {
  AccessRules rules;
  rules.record_of({Condition::always, Condition::never, Condition::never, Condition::never});
  rules.record_of({Condition::always, Condition::always, Condition::always, Condition::always});
  rules.record_of({Condition::pin1, Condition::pin2, Condition::adm1, Condition::never});
  Ef file;
  file.fid = kEfArr;
  file.structure = Structure::linear;
  file.record_length = AccessRules::kRecordLength;
  file.rule = {kEfArr, kReadOnly};
  file.content = rules.content();
  return file;
}

// SFI 0: none.
inline Ef make_ef(std::uint16_t fid, std::uint8_t sfi, std::uint8_t rule, Bytes content,
                  Structure structure = Structure::transparent, std::size_t record_length = 0) {
  Ef file;
  file.fid = fid;
  if (sfi != 0) file.sfi = sfi;
  file.rule = {kEfArr, rule};
  file.structure = structure;
  file.record_length = record_length;
  file.content = std::move(content);
  return file;
}

}  // namespace foothold::tre_emu::card

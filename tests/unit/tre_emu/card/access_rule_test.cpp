// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/access_rule.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "tests/unit/tre_emu/card/memory_pins.h"
#include "tre_emu/card/security_status.h"

namespace foothold::tre_emu::card {
namespace {

constexpr AccessMode kModes[] = {AccessMode::read, AccessMode::update, AccessMode::deactivate, AccessMode::activate,
                                 AccessMode::increase};

// ISO 7816-4 tables 16 and 23: access mode byte, then the security condition; the form of TS 102 221 9.2.
TEST(AccessRule, IsWrittenInExpandedFormat) {
  EXPECT_EQ(to_hex(encode_rule({Condition::always, Condition::never, Condition::never, Condition::never})),
            "800101900080010297008001189700");
  EXPECT_EQ(to_hex(encode_rule({Condition::pin1, Condition::pin2, Condition::adm1, Condition::pin1})),
            "800101a406830101950108"
            "800102a406830181950108"
            "800118a40683010a950108"
            "840132a406830101950108");
}

TEST(AccessRule, IsReadBack) {
  for (const auto condition :
       {Condition::always, Condition::pin1, Condition::pin2, Condition::adm1, Condition::never}) {
    const auto record = encode_rule({condition, Condition::never, condition, condition});
    EXPECT_EQ(condition_of(record, AccessMode::read), condition);
    EXPECT_EQ(condition_of(record, AccessMode::update), Condition::never);
    EXPECT_EQ(condition_of(record, AccessMode::activate), condition);
    EXPECT_EQ(condition_of(record, AccessMode::deactivate), condition);
    EXPECT_EQ(condition_of(record, AccessMode::increase), condition);
    EXPECT_LE(record.size(), std::size_t{AccessRules::kRecordLength});
  }
}

TEST(AccessRule, AsksForWhatIsVerified) {
  MemoryPins pins;
  SecurityStatus security(&pins);
  const auto record = encode_rule({Condition::always, Condition::pin1, Condition::adm1, Condition::never});
  EXPECT_TRUE(allows(record, AccessMode::read, security));
  EXPECT_FALSE(allows(record, AccessMode::update, security));
  EXPECT_EQ(security.verify(kPin1, *pin_value("1234")), StatusWord::ok);
  EXPECT_TRUE(allows(record, AccessMode::update, security));
  EXPECT_FALSE(allows(record, AccessMode::activate, security));
  EXPECT_FALSE(allows(record, AccessMode::increase, security));
}

// ISO 7816-4 5.4.3.2: one of several conditions is enough.
TEST(AccessRule, KnowsAlternatives) {
  MemoryPins pins;
  SecurityStatus security(&pins);
  const auto record = from_hex("800101A010A406830101950108A40683010A950108").value();
  EXPECT_FALSE(allows(record, AccessMode::read, security));
  EXPECT_EQ(security.verify(kAdm1, *pin_value("88888888")), StatusWord::ok);
  EXPECT_TRUE(allows(record, AccessMode::read, security));
}

TEST(AccessRule, RefusesWhatItCannotRead) {
  MemoryPins pins;
  const SecurityStatus security(&pins);
  const auto record = encode_rule({Condition::always, Condition::always, Condition::always, Condition::always});
  for (std::size_t size = 0; size < record.size(); ++size) {
    const auto cut = ByteView(record).first(size);
    EXPECT_EQ(allows(cut, AccessMode::read, security), size >= 5) << size;
    EXPECT_FALSE(allows(cut, AccessMode::increase, security)) << size;
  }
  for (const auto mode : kModes) {
    EXPECT_FALSE(allows(Bytes(44, 0xFF), mode, security));
    EXPECT_FALSE(allows(from_hex("80011FAF00").value(), mode, security));  // a condition of another kind
    EXPECT_FALSE(allows(from_hex("80011FA40395010884013290").value(), mode, security));
  }
}

TEST(AccessRules, KeepEachOnce) {
  AccessRules rules;
  const AccessRule one{Condition::always, Condition::never, Condition::never, Condition::never};
  const AccessRule other{Condition::pin1, Condition::pin1, Condition::adm1, Condition::never};
  EXPECT_EQ(rules.record_of(one), 1);
  EXPECT_EQ(rules.record_of(other), 2);
  EXPECT_EQ(rules.record_of(one), 1);
  const auto content = rules.content();
  ASSERT_EQ(content.size(), 2U * AccessRules::kRecordLength);
  EXPECT_EQ(condition_of(ByteView(content).subspan(AccessRules::kRecordLength), AccessMode::read), Condition::pin1);
}

}  // namespace
}  // namespace foothold::tre_emu::card

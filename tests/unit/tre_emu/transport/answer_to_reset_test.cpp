// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/answer_to_reset.h"

#include <gtest/gtest.h>

#include <map>

#include "base/byte_reader.h"

namespace foothold::tre_emu::transport {
namespace {

// What a reader takes out of an answer to reset (ISO 7816-3 8.2).
struct Parsed {
  std::map<std::string, std::uint8_t> interface;  // by name, as TA1
  std::vector<unsigned> protocols;                // in order; 15 among them
  Bytes historical;
};

Parsed parse(ByteView atr) {
  Parsed parsed;
  ByteReader reader(atr);
  EXPECT_EQ(reader.u8("TS"), 0x3B);
  const auto t0 = reader.u8("T0").value();
  std::uint8_t follows = t0;
  for (char i = '1'; follows != 0; ++i) {
    const auto take = [&](const char* name) {
      return parsed.interface[name + std::string(1, i)] = reader.u8(name).value();
    };
    if ((follows & 0x10) != 0) take("TA");
    if ((follows & 0x20) != 0) take("TB");
    if ((follows & 0x40) != 0) take("TC");
    if ((follows & 0x80) == 0) break;
    follows = take("TD");
    parsed.protocols.push_back(follows & 0x0F);
  }
  const auto historical = reader.take(t0 & 0x0F, "historical bytes").value();
  parsed.historical.assign(historical.begin(), historical.end());
  EXPECT_EQ(reader.remaining(), 1U) << "TCK";
  return parsed;
}

TEST(AnswerToReset, OffersT0AndTellsTheSupplyClasses) {
  const auto parsed = parse(answer_to_reset());
  EXPECT_EQ(parsed.protocols, (std::vector<unsigned>{0, 15}));
  EXPECT_EQ(parsed.interface.at("TA1"), 0x96);
  EXPECT_EQ(parsed.interface.at("TA3"), 0xC7);
  EXPECT_FALSE(parsed.interface.contains("TA2")) << "a specific mode would forbid PPS (TS 102 221 6.3.2)";
}

TEST(AnswerToReset, HasTheRightCheckCharacter) {
  std::uint8_t sum = 0;
  for (const auto octet : answer_to_reset().subspan(1)) sum ^= octet;
  EXPECT_EQ(sum, 0);
}

TEST(AnswerToReset, TellsInCompactTlvWhatTheCardDoes) {
  const auto historical = parse(answer_to_reset()).historical;
  ByteReader reader(historical);
  ASSERT_EQ(reader.u8("category"), 0x80);
  std::map<unsigned, Bytes> objects;
  while (!reader.empty()) {
    const auto head = reader.u8("tag and length").value();
    const auto value = reader.take(head & 0x0F, "value").value();
    objects[head >> 4].assign(value.begin(), value.end());
  }
  EXPECT_EQ(objects.at(3), (Bytes{0xE0}));              // EF_DIR with records, an MF
  EXPECT_EQ(objects.at(7), (Bytes{0xF6, 0x21, 0x9F}));  // no implicit selection, no extended length, 20 channels
}

}  // namespace
}  // namespace foothold::tre_emu::transport

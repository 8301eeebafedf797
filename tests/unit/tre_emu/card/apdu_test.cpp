// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/apdu.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::tre_emu::card {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

// One of each case of ISO 7816-4 5.1, table 5.
TEST(Apdu, DecodesEveryCase) {
  const struct {
    const char* apdu;
    std::size_t data;
    std::size_t ne;
  } cases[] = {
      {"00A40000", 0, 0},              // 1
      {"00B000000A", 0, 10},           // 2 short
      {"00B0000000", 0, 256},          // 2 short, all
      {"00D6000002AABB", 2, 0},        // 3 short
      {"00A4000002 3F00 10", 2, 16},   // 4 short
      {"00A4000002 3F00 00", 2, 256},  // 4 short, all
      {"00B00000 000100", 0, 256},     // 2 extended
      {"00B00000 000000", 0, 65536},   // 2 extended, all
      {"00D60000 000002 AABB", 2, 0},  // 3 extended
      {"00A40000 000002 3F00 0010", 2, 16},
  };
  for (const auto& one : cases) {
    const auto command = decode_command(hex(one.apdu));
    ASSERT_TRUE(command) << one.apdu;
    EXPECT_EQ(command->data.size(), one.data) << one.apdu;
    EXPECT_EQ(command->ne.value_or(0), one.ne) << one.apdu;
  }
}

TEST(Apdu, RefusesEveryTruncationThatIsNoOtherCase) {
  const auto whole = hex("00D60000 000004 AABBCCDD 0010");
  ASSERT_TRUE(decode_command(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto command = decode_command(ByteView(whole).first(size));
    const bool another_case = size == 4 || size == 5 || size == 7 || size == 11;
    EXPECT_EQ(command.has_value(), another_case) << size;
    if (!command) {
      EXPECT_EQ(command.error(), StatusWord::wrong_length);
    }
  }
}

TEST(Apdu, RefusesOctetsTooMany) {
  EXPECT_FALSE(decode_command(hex("00A4000002 3F00 10 10")));
  EXPECT_FALSE(decode_command(hex("00A40000 000002 3F00 0010 00")));
  EXPECT_FALSE(decode_command(hex("00A40000 000000 0010")));  // extended Lc of zero
}

TEST(Apdu, EncodesWhatItDecodes) {
  for (const char* apdu : {"00a40000", "00b0000000", "00d6000002aabb", "00a40000023f0010", "00b00000000000"}) {
    EXPECT_EQ(to_hex(encode_command(decode_command(hex(apdu)).value())), apdu);
  }
  Command large{0x80, 0x40, 0, 0, Bytes(300, 0x5A), 256};
  EXPECT_EQ(decode_command(encode_command(large)).value(), large);
}

}  // namespace
}  // namespace foothold::tre_emu::card

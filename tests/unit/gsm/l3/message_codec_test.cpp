// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/l3/message_codec.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::l3 {
namespace {

// One element of each format.
struct Sample {
  std::uint8_t low = 0;
  std::uint8_t high = 0;
  std::uint8_t alone = 0;
  std::array<std::uint8_t, 2> fixed{};
  Bytes variable;
  std::optional<std::uint8_t> half;
  std::optional<std::array<std::uint8_t, 2>> tv;
  std::optional<Ptmsi> tlv;
  bool flag = false;

  static void ies(auto& self, auto& v) {
    v.half_octets("low", self.low, "high", self.high);
    v.half_octet("alone", self.alone);
    v.v("fixed", self.fixed);
    v.lv("variable", self.variable);
    v.tv_half_octet(0x90, "half", self.half);
    v.tv(0x21, "tv", self.tv);
    v.tlv(0x18, "tlv", self.tlv);
    v.t(0xa1, "flag", self.flag);
  }
};

constexpr char kAll[] = "a5030102 02aabb 97 211122 1805f4c0000001 a1";

TEST(MessageCodec, BothDirectionsComeFromOneList) {
  const Bytes bytes = *from_hex(kAll);
  const auto sample = decode_body<Sample>(bytes, 0);
  ASSERT_TRUE(sample);
  EXPECT_EQ(sample->low, 5);
  EXPECT_EQ(sample->high, 10);
  EXPECT_EQ(sample->alone, 3);
  EXPECT_EQ(to_hex(sample->fixed), "0102");
  EXPECT_EQ(to_hex(sample->variable), "aabb");
  EXPECT_EQ(sample->half, 7);
  EXPECT_EQ(to_hex(*sample->tv), "1122");
  EXPECT_EQ(sample->tlv, Ptmsi{0xc0000001});
  EXPECT_TRUE(sample->flag);
  Bytes out;
  encode_body(*sample, out);
  EXPECT_EQ(to_hex(out), to_hex(bytes));
}

TEST(MessageCodec, EveryTruncationOfTheImperativePartIsRefusedByName) {
  const Bytes bytes = *from_hex("a503010202aabb");
  const std::array<const char*, 7> names{"low", "alone", "fixed", "fixed", "variable", "variable", "variable"};
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const auto sample = decode_body<Sample>(ByteView(bytes).first(size), 2);
    ASSERT_FALSE(sample) << size;
    EXPECT_EQ(sample.error().field, names[size]);
    EXPECT_EQ(sample.error().answer, 96);
    EXPECT_GE(sample.error().offset, 2U);
  }
  EXPECT_TRUE(decode_body<Sample>(bytes, 2));
}

TEST(MessageCodec, IncorrectOptionalElementCountsAsAbsent) {
  const auto sample = decode_body<Sample>(*from_hex("a503010200 1801ff 211122 a1"), 0);
  ASSERT_TRUE(sample);
  EXPECT_EQ(sample->tlv, std::nullopt);
  EXPECT_TRUE(sample->flag);
}

}  // namespace
}  // namespace foothold::gsm::l3

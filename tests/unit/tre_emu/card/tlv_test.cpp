// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/tlv.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::tre_emu::card {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

TEST(Tlv, RoundTripsTagsAndLengthsOfEachForm) {
  for (const std::size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 4000U}) {
    for (const unsigned tag : {0x81U, 0x5F2DU}) {
      Bytes octets;
      put_tlv(octets, tag, Bytes(size, 0x33));
      const auto objects = decode_tlvs(octets);
      ASSERT_TRUE(objects) << size;
      ASSERT_EQ(objects->size(), 1U);
      EXPECT_EQ(objects->front().tag, tag);
      EXPECT_EQ(objects->front().value.size(), size);
      for (std::size_t cut = 1; cut < octets.size(); ++cut) {
        EXPECT_FALSE(decode_tlvs(ByteView(octets).first(cut))) << size << " cut to " << cut;
      }
    }
  }
}

TEST(Tlv, RefusesFormsThatAreNotUsed) {
  EXPECT_FALSE(decode_tlvs(hex("8180")));          // indefinite length
  EXPECT_FALSE(decode_tlvs(hex("8183000001AA")));  // three octets of length
  EXPECT_FALSE(decode_tlvs(hex("5F818101AA")));    // a tag of three octets
}

TEST(Tlv, ExactListRefusesWhatIsMissingMoreOrInAnotherOrder) {
  EXPECT_TRUE(decode_exactly(hex("8101AA8202BBCC"), {0x81, 0x82}));
  EXPECT_FALSE(decode_exactly(hex("8202BBCC8101AA"), {0x81, 0x82}));
  EXPECT_FALSE(decode_exactly(hex("8101AA"), {0x81, 0x82}));
  EXPECT_FALSE(decode_exactly(hex("8101AA8202BBCC8300"), {0x81, 0x82}));
  EXPECT_FALSE(decode_exactly({}, {0x81}));
}

}  // namespace
}  // namespace foothold::tre_emu::card

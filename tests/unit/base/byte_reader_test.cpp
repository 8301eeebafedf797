// SPDX-License-Identifier: AGPL-3.0-or-later
#include "base/byte_reader.h"

#include <gtest/gtest.h>

namespace foothold {
namespace {

TEST(ByteReader, NumbersAreBigEndian) {
  const Bytes bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  ByteReader reader(bytes);
  EXPECT_EQ(*reader.u8("a"), 1);
  EXPECT_EQ(*reader.u16("b"), 0x0203);
  EXPECT_EQ(*reader.u24("c"), 0x040506U);
  EXPECT_EQ(*reader.u32("d"), 0x0708090aU);
  EXPECT_TRUE(reader.empty());
}

TEST(ByteReader, AFailedReadMovesNothingAndNamesFieldAndOffset) {
  const Bytes bytes = {5, 1, 2};
  ByteReader reader(bytes, 100);
  const auto value = reader.take_lv("APN");
  ASSERT_FALSE(value);
  EXPECT_EQ(value.error().field, "APN");
  EXPECT_EQ(value.error().offset, 101U);
  EXPECT_EQ(reader.remaining(), 3U);
  EXPECT_EQ(to_string(value.error()), "APN: needs 5 octets, 2 are left (at octet 101)");
}

}  // namespace
}  // namespace foothold

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "base/hex.h"

#include <gtest/gtest.h>

namespace foothold {
namespace {

TEST(Hex, RoundTrip) {
  const Bytes bytes = {0x00, 0x1f, 0xa0, 0xff};
  EXPECT_EQ(to_hex(bytes), "001fa0ff");
  EXPECT_EQ(*from_hex("001fa0ff"), bytes);
  EXPECT_EQ(*from_hex("00:1F A0\nff"), bytes);
}

TEST(Hex, NamesTheOffsetOfABadDigit) {
  const auto bad = from_hex("00gf");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().offset, 2U);
  EXPECT_FALSE(from_hex("abc"));
}

}  // namespace
}  // namespace foothold

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/plmn.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "gsm/identity/plmn_table.h"

namespace foothold::gsm {
namespace {

TEST(Plmn, TwoAndThreeDigitMncAreDifferentNetworks) {
  const auto two = *Plmn::parse("001-01");
  const auto three = *Plmn::parse("001-001");
  EXPECT_NE(two, three);
  EXPECT_EQ(to_hex(two.encode()), "00f110");
  EXPECT_EQ(to_hex(three.encode()), "001100");
  EXPECT_EQ(*Plmn::decode(two.encode()), two);
  EXPECT_EQ(*Plmn::decode(three.encode()), three);
  EXPECT_EQ(two.to_string(), "001-01");
  EXPECT_EQ(three.digits(), "001001");
}

TEST(Plmn, RefusesWhatIsNoPlmn) {
  for (const char* bad : {"", "001", "00101", "001-1", "001-0001", "0a1-01", "001/01", "001-0x"}) {
    EXPECT_FALSE(Plmn::parse(bad)) << bad;
  }
  EXPECT_FALSE(Plmn::decode(*from_hex("00f1")));
  EXPECT_FALSE(Plmn::decode(*from_hex("0af110")));
  EXPECT_FALSE(Plmn::decode(*from_hex("ffffff")));
}

TEST(PlmnTable, TakesTheLongestThatFits) {
  PlmnTable table;
  ASSERT_TRUE(table.add(*Plmn::parse("001-02"), 7));
  ASSERT_TRUE(table.add(*Plmn::parse("001-021"), 8));
  EXPECT_FALSE(table.add(*Plmn::parse("001-02"), 9));
  EXPECT_EQ(table.find(*Imsi::parse("001020000000001"))->value, 7U);
  EXPECT_EQ(table.find(*Imsi::parse("001021000000001"))->value, 8U);
  EXPECT_FALSE(table.find(*Imsi::parse("001030000000001")));
}

}  // namespace
}  // namespace foothold::gsm

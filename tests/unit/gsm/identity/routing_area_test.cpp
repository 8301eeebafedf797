// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/routing_area.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm {
namespace {

TEST(RoutingArea, RoundTrip) {
  const auto area = *RoutingArea::parse("001-01-513-7");
  EXPECT_EQ(to_hex(area.encode()), "00f110020107");
  EXPECT_EQ(*RoutingArea::decode(area.encode()), area);
  EXPECT_EQ(area.to_string(), "001-01-513-7");
  const CellIdentity cell{area, 0xabcd};
  EXPECT_EQ(to_hex(cell.encode()), "00f110020107abcd");
  EXPECT_EQ(*CellIdentity::decode(cell.encode()), cell);
}

TEST(RoutingArea, Refuses) {
  for (const char* bad :
       {"", "-", "001-01", "001-01-1", "001-01-65536-1", "001-01-1-256", "001-01--1", "001-01-1-", "x-1-1"}) {
    EXPECT_FALSE(RoutingArea::parse(bad)) << bad;
  }
  const auto whole = *from_hex("00f110020107abcd");
  for (std::size_t size = 0; size < 8; ++size) EXPECT_FALSE(CellIdentity::decode(ByteView(whole).first(size)));
}

}  // namespace
}  // namespace foothold::gsm

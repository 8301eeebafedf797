// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/l3/gprs_timer.h"

#include <gtest/gtest.h>

namespace foothold::gsm::l3 {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(GprsTimer, ReadsEveryUnit) {
  EXPECT_EQ(GprsTimer{0x16}.duration(), seconds(44));   // READY timer as osmo-sgsn sends it
  EXPECT_EQ(GprsTimer{0x2a}.duration(), minutes(10));   // T3312 as osmo-sgsn sends it
  EXPECT_EQ(GprsTimer{0x49}.duration(), minutes(54));   // the default of T3312
  EXPECT_EQ(GprsTimer{0x65}.duration(), minutes(5));    // other units count as minutes
  EXPECT_EQ(GprsTimer{0xe5}.duration(), std::nullopt);  // deactivated
}

TEST(GprsTimer, CodesTheLargestValueNotOver) {
  EXPECT_EQ(GprsTimer::of(seconds(44)).octet, 0x16);
  EXPECT_EQ(GprsTimer::of(seconds(45)).duration(), seconds(44));
  EXPECT_EQ(GprsTimer::of(minutes(10)).octet, 0x2a);
  EXPECT_EQ(GprsTimer::of(minutes(54)).octet, 0x49);
  EXPECT_EQ(GprsTimer::of(std::chrono::hours(100)).duration(), minutes(6 * 31));
  EXPECT_EQ(GprsTimer::of(seconds(-1)).octet, 0);
}

TEST(GprsTimer, RefusesEmptyValue) {
  EXPECT_FALSE(GprsTimer::decode({}));
}

}  // namespace
}  // namespace foothold::gsm::l3

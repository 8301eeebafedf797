// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/ui_counters.h"

#include <gtest/gtest.h>

namespace foothold::gsm::llc {
namespace {

constexpr std::uint32_t kFcs = 0x123456;

TEST(UiCounters, CountsOverTheWrap) {
  UiCounters counters;
  for (std::uint32_t i = 0; i < 1100; ++i) {
    EXPECT_EQ(counters.take_transmit(), i);
    const auto count = counters.locate(static_cast<std::uint16_t>(i % 512));
    ASSERT_EQ(count, i);
    counters.accept(*count, kFcs);
  }
}

TEST(UiCounters, ADuplicateIsRefusedALateOneIsTakenOnce) {
  UiCounters counters;
  for (const auto nu : {std::uint16_t{0}, std::uint16_t{1}, std::uint16_t{3}})
    counters.accept(*counters.locate(nu), kFcs);  // 2 is late
  EXPECT_FALSE(counters.locate(3));
  EXPECT_FALSE(counters.locate(0));
  ASSERT_EQ(counters.locate(2), 2U);
  counters.accept(2, kFcs);
  EXPECT_FALSE(counters.locate(2));
  EXPECT_EQ(counters.locate(4), 4U);
}

TEST(UiCounters, ALateFrameFromBeforeTheWrapKeepsItsOverflowCount) {
  UiCounters counters;
  for (std::uint32_t i = 0; i < 511; ++i) counters.accept(*counters.locate(static_cast<std::uint16_t>(i)), kFcs);
  counters.accept(*counters.locate(0), kFcs);  // 511 is missing, 512 came
  EXPECT_EQ(counters.locate(511), 511U);
  EXPECT_EQ(counters.locate(1), 513U);
}

TEST(UiCounters, NothingIsOlderThanTheFirstFrame) {
  UiCounters counters;
  EXPECT_FALSE(counters.locate(511));
  EXPECT_EQ(counters.locate(479), 479U);  // outside the window of 32: a gap, not an old frame
}

TEST(UiCounters, AfterAGapOfMoreThanTheWindowNothingBehindCountsAsReceived) {
  UiCounters counters;
  counters.accept(*counters.locate(0), kFcs);
  counters.accept(*counters.locate(100), kFcs);
  EXPECT_EQ(counters.locate(99), 99U);
  EXPECT_FALSE(counters.locate(100));
}

TEST(UiCounters, ADuplicateIsTheSameFrameUnderTheSameNumber) {
  UiCounters counters;
  EXPECT_FALSE(counters.had(0, 0));
  counters.accept(0, kFcs);
  EXPECT_TRUE(counters.had(0, kFcs));
  EXPECT_FALSE(counters.had(0, kFcs + 1));
  EXPECT_FALSE(counters.had(1, kFcs));
}

TEST(UiCounters, WhoCountsAnewIsFollowed) {
  UiCounters counters;
  for (std::uint32_t i = 0; i < 600; ++i) counters.accept(i, kFcs + i);
  counters.accept(0, kFcs);
  EXPECT_EQ(counters.locate(1), 1U);
  EXPECT_FALSE(counters.locate(0));
  counters.accept(1, kFcs);
  EXPECT_EQ(counters.locate(2), 2U);
}

}  // namespace
}  // namespace foothold::gsm::llc

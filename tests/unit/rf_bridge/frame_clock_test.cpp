// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/frame_clock.h"

#include <gtest/gtest.h>

namespace foothold::rf_bridge {
namespace {

using gsm::l1::FrameNumber;
using namespace std::chrono_literals;

const Instant kStart = Instant{} + 1h;

TEST(FrameClock, CountsFramesOf60By13Milliseconds) {
  FrameClock clock;
  EXPECT_FALSE(clock.running());
  EXPECT_FALSE(clock.observe(FrameNumber(100), kStart));
  EXPECT_TRUE(clock.running());
  EXPECT_EQ(clock.at(kStart), FrameNumber(100));
  EXPECT_EQ(clock.at(kStart + 4615us), FrameNumber(100));
  EXPECT_EQ(clock.at(kStart + 4616us), FrameNumber(101));
  EXPECT_EQ(clock.at(kStart + 60ms), FrameNumber(113));
  EXPECT_EQ(clock.at(kStart - 1us), FrameNumber(99));
  EXPECT_EQ(clock.start_of(FrameNumber(113)), kStart + 60ms);
}

TEST(FrameClock, BelievesTheEarliestMessage) {
  FrameClock clock;
  clock.observe(FrameNumber(0), kStart + 10ms);  // this one was late
  EXPECT_TRUE(clock.observe(FrameNumber(13), kStart + 60ms));
  EXPECT_EQ(clock.start_of(FrameNumber(26)), kStart + 120ms);
  EXPECT_TRUE(clock.observe(FrameNumber(26), kStart + 120ms + 6400us));
  EXPECT_EQ(clock.start_of(FrameNumber(26)), kStart + 120ms + 100us);
}

TEST(FrameClock, IsSetAnewWhenTheCellCountsOtherwise) {
  FrameClock clock;
  clock.observe(FrameNumber(5000), kStart);
  EXPECT_FALSE(clock.observe(FrameNumber(3), kStart + 1s));
  EXPECT_EQ(clock.at(kStart + 1s), FrameNumber(3));
}

TEST(FrameClock, CountsOverTheEndOfTheHyperframe) {
  FrameClock clock;
  clock.observe(FrameNumber(FrameNumber::kHyperframe - 1), kStart);
  EXPECT_EQ(clock.at(kStart + 5ms), FrameNumber(0));
  EXPECT_TRUE(clock.observe(FrameNumber(12), kStart + 60ms));
}

TEST(NextBlock, IsAtZeroFourOrEightOfThirteen) {
  const std::uint32_t expected[] = {0, 4, 4, 4, 4, 8, 8, 8, 8, 13, 13, 13, 13, 13, 17};
  for (std::uint32_t frame = 0; frame < 15; ++frame) {
    EXPECT_EQ(next_block(FrameNumber(frame)), FrameNumber(expected[frame])) << frame;
  }
}

TEST(NextAccessSlot, IsOnTheRachOfACombinedControlChannel) {
  EXPECT_EQ(next_access_slot(FrameNumber(0)), FrameNumber(4));
  EXPECT_EQ(next_access_slot(FrameNumber(6)), FrameNumber(14));
  EXPECT_EQ(next_access_slot(FrameNumber(36)), FrameNumber(36));
  EXPECT_EQ(next_access_slot(FrameNumber(37)), FrameNumber(45));
  EXPECT_EQ(next_access_slot(FrameNumber(47)), FrameNumber(51 + 4));
}

}  // namespace
}  // namespace foothold::rf_bridge

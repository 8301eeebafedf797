// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/uplink_schedule.h"

#include <gtest/gtest.h>

#include "rf_bridge/trx/channel_coding.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::FrameNumber;

constexpr std::uint8_t kBsic = 63;

gsm::l1::UplinkBlock block_at(std::uint32_t frame, std::uint8_t timeslot = 4, std::size_t size = 23) {
  return {timeslot, FrameNumber(frame), Bytes(size, 0x2b)};
}

TEST(TrxUplinkSchedule, SendsABlockAsFourBurstsInItsFrames) {
  UplinkSchedule schedule;
  ASSERT_TRUE(schedule.add_block(block_at(30), kBsic, FrameNumber(29)));
  const auto due = schedule.take(FrameNumber(29), 2);
  ASSERT_EQ(due.frames.size(), 4u);
  SoftBlock bits{};
  for (unsigned i = 0; i < 4; ++i) {
    EXPECT_EQ(due.frames[i].frame_number, FrameNumber(30 + i));
    ASSERT_EQ(due.frames[i].bursts.size(), 1u);
    EXPECT_EQ(due.frames[i].bursts[0].timeslot, 4);
    const auto payload = normal_payload(soften(due.frames[i].bursts[0].bits));
    std::copy(payload.begin(), payload.end(), bits.begin() + i * kNormalPayloadBits);
  }
  EXPECT_EQ(decode_packet_block(bits)->octets, Bytes(23, 0x2b));
  EXPECT_TRUE(schedule.take(FrameNumber(40), 2).frames.empty());
}

TEST(TrxUplinkSchedule, LetsBurstsGoAFewFramesAhead) {
  UplinkSchedule schedule;
  ASSERT_TRUE(schedule.add_block(block_at(39), kBsic, FrameNumber(20)));
  EXPECT_TRUE(schedule.take(FrameNumber(39 - UplinkSchedule::kAhead - 1), 2).frames.empty());
  for (int i = 0; i < 4; ++i) {
    const auto due = schedule.take(FrameNumber(39) + (i - UplinkSchedule::kAhead), 2);
    ASSERT_EQ(due.frames.size(), 1u);
    EXPECT_EQ(due.frames[0].frame_number, FrameNumber(39) + i);
  }
}

TEST(TrxUplinkSchedule, PutsTheTimeslotsOfAFrameTogether) {
  UplinkSchedule schedule;
  ASSERT_TRUE(schedule.add_block(block_at(30, 6), kBsic, FrameNumber(20)));
  ASSERT_TRUE(schedule.add_block(block_at(30, 5, 54), kBsic, FrameNumber(20)));
  const auto due = schedule.take(FrameNumber(29), 2);
  ASSERT_EQ(due.frames.size(), 4u);
  for (const auto& frame : due.frames) EXPECT_EQ(frame.bursts.size(), 2u);
}

TEST(TrxUplinkSchedule, GoesOnAfterTheHyperframe) {
  UplinkSchedule schedule;
  const FrameNumber last_block(FrameNumber::kHyperframe - 5);  // of the last 13 frames: 8, and 12 is idle
  const FrameNumber now = last_block + -1;
  ASSERT_TRUE(schedule.add_block({4, last_block, Bytes(23)}, kBsic, now));
  ASSERT_TRUE(schedule.add_block({4, FrameNumber(0), Bytes(23)}, kBsic, now));
  EXPECT_EQ(schedule.take(now, 2).frames.size(), 4u);
  EXPECT_EQ(schedule.take(FrameNumber(0), 2).frames.size(), 4u);
}

TEST(TrxUplinkSchedule, RefusesWhatCannotBeSent) {
  UplinkSchedule schedule;
  EXPECT_EQ(schedule.add_block(block_at(30), kBsic, FrameNumber(30)).error().what, "its frame has gone by");
  EXPECT_EQ(schedule.add_block(block_at(31), kBsic, FrameNumber(20)).error().what, "no block starts in this frame");
  EXPECT_EQ(schedule.add_block(block_at(38), kBsic, FrameNumber(20)).error().what, "no block starts in this frame");
  EXPECT_EQ(schedule.add_block(block_at(30, 4, 24), kBsic, FrameNumber(20)).error().field, "block");
  int waiting = 0;
  while (schedule.add_block(block_at(52 * 1000), kBsic, FrameNumber(20))) ++waiting;
  EXPECT_EQ(waiting, 256);
}

TEST(TrxUplinkSchedule, LetsAccessSlotsPass) {
  UplinkSchedule schedule;
  const FrameNumber start(51 * 100 + 3);
  schedule.add_access(0x78, 0, kBsic, CcchLayout::combined, start);
  schedule.add_access(0x79, 3, kBsic, CcchLayout::combined, start);  // 4, 5, 14, 15
  auto due = schedule.take(start, 2);
  ASSERT_EQ(due.accesses.size(), 1u);
  EXPECT_EQ(due.accesses[0].frame, start + 1);
  ASSERT_EQ(due.frames.size(), 1u);
  const auto& burst = due.frames[0].bursts.at(0);
  EXPECT_EQ(burst.timeslot, 0);
  EXPECT_TRUE(is_access_burst(burst.bits));
  EXPECT_EQ(decode_access(access_payload(soften(burst.bits)), kBsic), 0x78);

  due = schedule.take(FrameNumber(51 * 100 + 15), 2);
  ASSERT_EQ(due.accesses.size(), 1u);
  EXPECT_EQ(due.accesses[0].frame, FrameNumber(51 * 100 + 15));
  EXPECT_EQ(due.accesses[0].random_access, 0x79);
}

TEST(TrxUplinkSchedule, ForgetsOnClear) {
  UplinkSchedule schedule;
  ASSERT_TRUE(schedule.add_block(block_at(30), kBsic, FrameNumber(29)));
  schedule.clear();
  EXPECT_TRUE(schedule.take(FrameNumber(29), 2).frames.empty());
}

}  // namespace
}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/multiframe.h"

#include <gtest/gtest.h>

#include <set>

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::Channel;
using gsm::l1::FrameNumber;

// Any multiframe whose numbers are not those of the first one.
constexpr std::uint32_t kMultiframe = 51 * 1009;

std::set<unsigned> starts_of(Channel channel, CcchLayout layout) {
  std::set<unsigned> starts;
  for (unsigned i = 0; i < 51; ++i) {
    const auto position = common_block(FrameNumber(kMultiframe + i), layout);
    if (!position || position->channel != channel) continue;
    EXPECT_EQ(position->first + position->burst, FrameNumber(kMultiframe + i));
    starts.insert(position->first.t3());
  }
  return starts;
}

// TS 45.002 clause 7 table 3.
TEST(TrxMultiframe, HasTheBlocksOfBothCcchs) {
  EXPECT_EQ(starts_of(Channel::bcch, CcchLayout::combined), (std::set<unsigned>{2}));
  EXPECT_EQ(starts_of(Channel::ccch, CcchLayout::combined), (std::set<unsigned>{6, 12, 16}));
  EXPECT_EQ(starts_of(Channel::ccch, CcchLayout::unknown), (std::set<unsigned>{6, 12, 16}));
  EXPECT_EQ(starts_of(Channel::ccch, CcchLayout::not_combined),
            (std::set<unsigned>{6, 12, 16, 22, 26, 32, 36, 42, 46}));
}

TEST(TrxMultiframe, KeepsFcchAndSchApartFromBlocks) {
  std::set<unsigned> fcch, sch;
  for (unsigned i = 0; i < 51; ++i) {
    const FrameNumber frame(kMultiframe + i);
    if (carries_fcch(frame)) fcch.insert(i);
    if (carries_sch(frame)) sch.insert(i);
    if (carries_fcch(frame) || carries_sch(frame)) {
      EXPECT_FALSE(common_block(frame, CcchLayout::not_combined)) << i;
    }
  }
  EXPECT_EQ(fcch, (std::set<unsigned>{0, 10, 20, 30, 40}));
  EXPECT_EQ(sch, (std::set<unsigned>{1, 11, 21, 31, 41}));
}

// TS 45.002 table 6a: twelve blocks in 52 frames; 12 and 38 are the PTCCH's, 25 and 51 idle.
TEST(TrxMultiframe, HasTwelveBlocksOfAPdch) {
  std::set<unsigned> starts, none;
  for (unsigned i = 0; i < 52; ++i) {
    const FrameNumber frame(52 * 17 + i);
    const auto position = packet_block(frame);
    if (!position) {
      none.insert(i);
      continue;
    }
    EXPECT_EQ(position->first + position->burst, frame);
    EXPECT_LT(position->burst, 4u);
    starts.insert(position->first.in_52_multiframe());
  }
  EXPECT_EQ(none, (std::set<unsigned>{12, 25, 38, 51}));
  EXPECT_EQ(starts, (std::set<unsigned>{0, 4, 8, 13, 17, 21, 26, 30, 34, 39, 43, 47}));
}

TEST(TrxMultiframe, FindsTheRachOfACombinedCcch) {
  std::set<unsigned> slots;
  auto frame = FrameNumber(kMultiframe);
  for (int i = 0; i < 27; ++i) {
    frame = next_access_slot(frame, CcchLayout::combined);
    slots.insert(frame.t3());
    frame = frame + 1;
  }
  EXPECT_EQ(slots.size(), 27u);  // all different: none is left out, none comes twice
  EXPECT_EQ(slots.count(4) + slots.count(5) + slots.count(14) + slots.count(36) + slots.count(45) + slots.count(46),
            6u);
  EXPECT_EQ(next_access_slot(FrameNumber(kMultiframe + 47), CcchLayout::unknown), FrameNumber(kMultiframe + 51 + 4));
  EXPECT_EQ(next_access_slot(FrameNumber(kMultiframe), CcchLayout::not_combined), FrameNumber(kMultiframe));
}

}  // namespace
}  // namespace foothold::rf_bridge::trx

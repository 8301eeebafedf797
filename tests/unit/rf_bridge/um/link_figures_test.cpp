// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um/link_figures.h"

#include <gtest/gtest.h>

namespace foothold::rf_bridge::um {
namespace {

using namespace std::chrono_literals;

gsm::l1::DownlinkBlock block(std::int16_t level, std::uint16_t bit_errors) {
  gsm::l1::DownlinkBlock out;
  out.measurement = {level, 20, bit_errors};
  out.block = Bytes(23, 0x2b);
  return out;
}

TEST(LinkFigures, SayNothingWhereNothingIsHeard) {
  LinkFigures figures;
  EXPECT_FALSE(figures.report({}, 2s, "d"));
}

TEST(LinkFigures, AverageWhatWasHeard) {
  LinkFigures figures;
  figures.heard(block(-80, 0));
  figures.heard(block(-90, 57));  // of 912 coded bits
  figures.heard({});
  const auto event = figures.report({}, 2s, "d");
  ASSERT_TRUE(event);
  EXPECT_EQ(event->name, "um.link_figures");
  EXPECT_EQ(event->device, "d");
  EXPECT_EQ(event->field("level_dbm"), "-85");
  EXPECT_EQ(event->field("signal_to_noise_db"), "20");
  EXPECT_EQ(event->field("ber_ppm"), "62500");
  EXPECT_EQ(event->field("blocks"), "2");
  EXPECT_EQ(event->field("block_errors"), "1");
  EXPECT_EQ(event->field("timing_advance"), "");
}

TEST(LinkFigures, CountByThePeriod) {
  LinkFigures figures;
  gsm::grr::Counters counters;
  counters.uplink_blocks = 10;
  counters.retransmitted_blocks = 3;
  counters.downlink_llc_octets = 1000;
  figures.heard(block(-80, 0));
  figures.timing_advance(4);
  const auto first = figures.report(counters, 2s, "");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->field("uplink_blocks"), "10");
  EXPECT_EQ(first->field("retransmitted_blocks"), "3");
  EXPECT_EQ(first->field("downlink_bit_s"), "4000");
  EXPECT_EQ(first->field("timing_advance"), "4");

  counters.uplink_blocks = 14;
  counters.repeated_blocks = 2;
  counters.uplink_llc_octets = 500;
  EXPECT_FALSE(figures.report(counters, 2s, ""));  // and the period goes on
  figures.heard({});
  const auto second = figures.report(counters, 1s, "");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->field("level_dbm"), "");
  EXPECT_EQ(second->field("uplink_blocks"), "4");
  EXPECT_EQ(second->field("retransmitted_blocks"), "0");
  EXPECT_EQ(second->field("repeated_blocks"), "2");
  EXPECT_EQ(second->field("uplink_bit_s"), "4000");
  EXPECT_EQ(second->field("downlink_bit_s"), "0");
  EXPECT_EQ(second->field("timing_advance"), "4");
}

}  // namespace
}  // namespace foothold::rf_bridge::um

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um/um_trace.h"

#include <gtest/gtest.h>

#include "rf_bridge/gsmtap/um_frame.h"

namespace foothold::rf_bridge::um {
namespace {

using gsm::l1::FrameNumber;

TEST(UmTrace, ADownlinkBlockIsReceivedByTheMobile) {
  gsm::l1::DownlinkBlock block;
  block.channel = gsm::l1::Channel::ccch;
  block.arfcn = 51;
  block.frame_number = FrameNumber(6);
  block.block = Bytes(23, 0x2b);
  const auto event = event_of(block, "001020000000001");
  EXPECT_EQ(event.name, "um.downlink_block");
  EXPECT_EQ(event.device, "001020000000001");
  EXPECT_EQ(event.from, trace::Actor::bss);
  EXPECT_EQ(event.to, trace::Actor::m2me);
  EXPECT_EQ(event.kind, trace::Kind::received);
  EXPECT_EQ(event.payload, trace::Payload::gsmtap);
  EXPECT_FALSE(event.uplink);
  EXPECT_EQ(event.field("frame"), "6");
  EXPECT_EQ(gsmtap::decode(event.bytes)->payload, block.block);
}

TEST(UmTrace, WhatTheMobileSendsIsUplink) {
  const auto block = event_of(gsm::l1::UplinkBlock{4, FrameNumber(12), Bytes(23)}, 51, "");
  EXPECT_EQ(block.name, "um.uplink_block");
  EXPECT_EQ(block.from, trace::Actor::m2me);
  EXPECT_TRUE(block.uplink);
  EXPECT_TRUE(gsmtap::decode(block.bytes)->uplink);
  EXPECT_EQ(block.field("timeslot"), "4");

  const auto burst = access_burst_event(0x7a, FrameNumber(5), 51, "");
  EXPECT_EQ(burst.name, "um.access_burst");
  EXPECT_EQ(gsmtap::decode(burst.bytes)->channel, gsmtap::channel::kRach);
  EXPECT_EQ(gsmtap::decode(burst.bytes)->payload, Bytes{0x7a});
}

TEST(UmTrace, CountersHaveTheirNames) {
  gsm::grr::Counters counters;
  counters.access_bursts = 3;
  counters.retransmitted_blocks = 7;
  const auto event = counters_event(counters, "d");
  EXPECT_EQ(event.name, "um.counters");
  EXPECT_EQ(event.field("access_bursts"), "3");
  EXPECT_EQ(event.field("retransmitted_blocks"), "7");
  EXPECT_EQ(event.field("uplink_tbfs"), "0");
}

}  // namespace
}  // namespace foothold::rf_bridge::um

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The assignments are those of osmo-pcu 1.1.0; what they mean is what tshark 4.0 makes of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.h"
#include "gsm/rr/immediate_assignment.h"
#include "gsm/rr/paging_request.h"
#include "gsm/rr/rach_control.h"

namespace foothold::gsm::rr {
namespace {

using l1::FrameNumber;

const char* const kUplink = "2d063f100ee3677a00730000c800100b2b2b2b2b2b2b2b";
const char* const kSingleBlock = "2d063f100fe3677340700000c00a09ab2b2b2b2b2b2b2b";

TEST(ImmediateAssignment, AssignsAnUplinkTbf) {
  const auto message = ImmediateAssignment::decode(*from_hex(kUplink));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->channel, (PacketChannel{6, 7, 871}));
  EXPECT_EQ(message->reference, RequestReference::of(122, FrameNumber(513)));
  EXPECT_EQ(message->timing_advance, 0);
  const auto& uplink = std::get<UplinkTbfAssignment>(message->assignment);
  EXPECT_EQ(uplink.tfi, 0);
  EXPECT_EQ(uplink.usf, 0);
  EXPECT_FALSE(uplink.usf_grants_four_blocks);
  EXPECT_EQ(uplink.coding_command, 0);
  EXPECT_TRUE(uplink.tlli_blocks_as_commanded);
  EXPECT_FALSE(uplink.starting_frame);
}

TEST(ImmediateAssignment, AssignsASingleBlock) {
  const auto message = ImmediateAssignment::decode(*from_hex(kSingleBlock));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->channel, (PacketChannel{7, 7, 871}));
  const auto& single = std::get<SingleBlockAssignment>(message->assignment);
  // The request went out in frame 11277, the block is the one beginning in 11331.
  EXPECT_EQ(decode_reduced_frame(single.starting_frame, FrameNumber(11300)), FrameNumber(11331));
}

TEST(ImmediateAssignment, EncodesWhatItDecodes) {
  DownlinkTbfAssignment downlink;
  downlink.tlli = 0xc52f86e8;
  downlink.tfi = 17;
  downlink.timing_advance_valid = true;
  downlink.starting_frame = 0x1234;
  for (const PacketAssignment& assignment :
       {PacketAssignment(downlink), PacketAssignment(UplinkTbfAssignment{31, true, 5, true, 3, false, 0xfedc}),
        PacketAssignment(SingleBlockAssignment{0x4321})}) {
    ImmediateAssignment message;
    message.channel = PacketChannel{4, 3, 1023};
    message.reference = {0x7e, 0x5a5a};
    message.timing_advance = 63;
    message.assignment = assignment;
    const auto block = message.encode();
    ASSERT_EQ(block.size(), 23U);
    EXPECT_EQ(ImmediateAssignment::decode(block), message);
    for (std::size_t size = 0; size < 16; ++size) {
      EXPECT_FALSE(ImmediateAssignment::decode(ByteView(block).first(size))) << size;
    }
  }
}

TEST(ImmediateAssignment, OfADedicatedChannelAssignsNothing) {
  auto block = *from_hex(kUplink);
  block[3] = 0x00;
  const auto message = ImmediateAssignment::decode(block);
  ASSERT_TRUE(message);
  EXPECT_FALSE(message->channel);
  EXPECT_EQ(message->assignment, PacketAssignment());
}

TEST(ImmediateAssignment, RefusesAMobileAllocationBeyondItsEnd) {
  auto block = *from_hex(kUplink);
  block[11] = 9;
  EXPECT_FALSE(ImmediateAssignment::decode(block));
}

TEST(ImmediateAssignmentReject, NamesFourRequests) {
  // Made by hand after TS 44.018 9.1.20: request references with wait indications of 5, 5, 9 and 0 seconds.
  const auto block = *from_hex("4d063a00 7a007305 7a007305 7b010209 7c000000 2b2b2b");
  const auto message = ImmediateAssignmentReject::decode(block);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->refusals[0].reference, RequestReference::of(122, FrameNumber(513)));
  EXPECT_EQ(message->refusals[0].wait_seconds, 5);
  EXPECT_EQ(message->refusals[2].wait_seconds, 9);
  EXPECT_FALSE(ImmediateAssignmentReject::decode(ByteView(block).first(19)));
}

TEST(RequestReference, FindsTheNearestFrame) {
  for (const std::uint32_t frame : {0U, 513U, 42431U, 42432U, 1000000U, FrameNumber::kHyperframe - 1}) {
    const auto coded = encode_reduced_frame(FrameNumber(frame));
    for (const int off : {-20000, -1, 0, 1, 20000}) {
      EXPECT_EQ(decode_reduced_frame(coded, FrameNumber(frame) + off), FrameNumber(frame)) << frame << " " << off;
    }
  }
}

TEST(RachControl, SpreadsByTheTable) {
  RachControl rach;
  rach.tx_integer = 12;
  EXPECT_EQ(rach.retry_slots(true), 115U);
  EXPECT_EQ(rach.retry_slots(false), 217U);
  rach.tx_integer = 50;
  EXPECT_EQ(rach.retry_slots(true), 41U);
}

using testing::ElementsAre;

TEST(PagingRequest, EmptyNamesNobody) {
  const auto paged = decode_paging_request(*from_hex("1506210001f02b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b"));
  ASSERT_TRUE(paged);
  EXPECT_TRUE(paged->empty());
}

// Made by hand after TS 44.018 9.1.22 to 9.1.24.
TEST(PagingRequest, Type1NamesUpToTwo) {
  const auto paged = decode_paging_request(*from_hex("4d062100 05f4c0000001 17 080910101000000010 2b2b2b2b2b2b"));
  ASSERT_TRUE(paged) << to_string(paged.error());
  ASSERT_EQ(paged->size(), 2U);
  EXPECT_EQ(paged->at(0), MobileIdentity(Ptmsi{0xc0000001}));
  EXPECT_TRUE(std::holds_alternative<Imsi>(paged->at(1)));
}

TEST(PagingRequest, Type2NamesTwoAndMaybeAThird) {
  const auto paged = decode_paging_request(*from_hex("2d062200 c0000001 c0000002 2b2b2b2b2b2b2b2b2b2b2b"));
  ASSERT_TRUE(paged);
  EXPECT_THAT(*paged, ElementsAre(MobileIdentity(Ptmsi{0xc0000001}), MobileIdentity(Ptmsi{0xc0000002})));
}

TEST(PagingRequest, Type3NamesFour) {
  const auto block = *from_hex("4d062400 c0000001 c0000002 c0000003 c0000004 2b2b2b");
  const auto paged = decode_paging_request(block);
  ASSERT_TRUE(paged);
  EXPECT_EQ(paged->size(), 4U);
  for (std::size_t size = 0; size < 20; ++size) {
    EXPECT_FALSE(decode_paging_request(ByteView(block).first(size))) << size;
  }
}

TEST(PagingRequest, RefusesAnIdentityBeyondItsEnd) {
  EXPECT_FALSE(decode_paging_request(*from_hex("150621000ff02b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b")));
}

}  // namespace
}  // namespace foothold::gsm::rr

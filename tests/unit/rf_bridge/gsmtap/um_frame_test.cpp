// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gsmtap/um_frame.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::rf_bridge::gsmtap {
namespace {

using gsm::l1::FrameNumber;

// A channel request as osmo-bts-virtual 1.5 took it: version 2, 4 words, Um, TS 0, uplink on ARFCN 871, level 40,
// frame 513, RACH; RA 7a.
const Bytes kChannelRequest = from_hex("02 04 01 00 43 67 28 14 00 00 02 01 03 00 00 00 7a").value();

TEST(UmFrame, DecodesAChannelRequest) {
  const auto frame = decode(kChannelRequest);
  ASSERT_TRUE(frame) << to_string(frame.error());
  EXPECT_TRUE(frame->uplink);
  EXPECT_EQ(frame->timeslot, 0);
  EXPECT_EQ(frame->arfcn, 871);
  EXPECT_EQ(frame->level_dbm, 40);
  EXPECT_EQ(frame->signal_to_noise, 20);
  EXPECT_EQ(frame->frame_number, FrameNumber(513));
  EXPECT_EQ(frame->channel, channel::kRach);
  EXPECT_EQ(frame->payload, Bytes{0x7a});
  EXPECT_EQ(encode(*frame), kChannelRequest);
}

TEST(UmFrame, AnAccessBurstSaysItsFrameAndIsLoudEnough) {
  const auto frame = access_burst(0x7a, FrameNumber(513), 871);
  EXPECT_EQ(frame.frame_number, FrameNumber(513));
  EXPECT_GE(frame.level_dbm, 5);  // min-qual-rach of osmo-bts is 50 cB, ten times this
  EXPECT_EQ(decode(encode(frame)), frame);
}

TEST(UmFrame, BlocksKeepTheirPlace) {
  gsm::l1::DownlinkBlock down;
  down.channel = gsm::l1::Channel::pdch;
  down.arfcn = 51;
  down.timeslot = 7;
  down.frame_number = FrameNumber(2715647);
  down.measurement.level_dbm = -300;  // beyond what the header can say
  down.block = Bytes(54, 0x2b);
  const auto frame = frame_of(down);
  EXPECT_EQ(frame.level_dbm, -128);
  const auto again = decode(encode(frame));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, frame);
  EXPECT_FALSE(again->uplink);
  EXPECT_EQ(again->channel, channel::kPdtch);

  const auto up = decode(encode(frame_of(gsm::l1::UplinkBlock{4, FrameNumber(12), Bytes(23, 1)}, 51)));
  ASSERT_TRUE(up);
  EXPECT_TRUE(up->uplink);
  EXPECT_EQ(up->timeslot, 4);
  EXPECT_EQ(up->arfcn, 51);
}

TEST(UmFrame, AnEmptyPayloadIsAllowed) {
  auto empty = kChannelRequest;
  empty.pop_back();
  ASSERT_TRUE(decode(empty));
  EXPECT_TRUE(decode(empty)->payload.empty());
}

TEST(UmFrame, SkipsALongerHeader) {
  auto longer = kChannelRequest;
  longer[1] = 5;
  longer.insert(longer.begin() + 16, {1, 2, 3, 4});
  const auto frame = decode(longer);
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->payload, Bytes{0x7a});
}

TEST(UmFrame, RefusesEveryTruncatedHeader) {
  for (std::size_t size = 0; size < 16; ++size) {
    EXPECT_FALSE(decode(ByteView(kChannelRequest).first(size))) << size;
  }
}

TEST(UmFrame, NamesWhatItRefuses) {
  const auto refused = [](std::size_t at, std::uint8_t value) {
    auto message = kChannelRequest;
    message[at] = value;
    const auto frame = decode(message);
    return frame ? std::string() : frame.error().field;
  };
  EXPECT_EQ(refused(0, 1), "version");
  EXPECT_EQ(refused(1, 3), "header length");
  EXPECT_EQ(refused(1, 255), "header");
  EXPECT_EQ(refused(2, 8), "type");
  EXPECT_EQ(refused(3, 8), "timeslot");
  EXPECT_EQ(refused(4, 0x3f), "ARFCN");
  EXPECT_EQ(refused(8, 0xff), "frame number");
}

}  // namespace
}  // namespace foothold::rf_bridge::gsmtap

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um_virtual/virtual_phy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace foothold::rf_bridge::um_virtual {
namespace {

using gsm::l1::Channel;
using gsm::l1::FrameNumber;
using gsmtap::UmFrame;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint16_t kArfcn = 51;
const Instant kStart = Instant{} + 1h;

struct Word {
  std::string operator()(const SendDatagram& it) const {
    const auto frame = gsmtap::decode(it.octets).value();
    return "send " + std::to_string(frame.channel) + " at " + std::to_string(frame.frame_number.value());
  }
  std::string operator()(const Synchronised&) const { return "synchronised"; }
  std::string operator()(const Lost& it) const { return "lost: " + it.reason; }
  std::string operator()(const Heard& it) const {
    const char* channel = it.block.channel == Channel::bcch   ? "bcch"
                          : it.block.channel == Channel::ccch ? "ccch"
                                                              : "pdch";
    return channel + ("/" + std::to_string(it.block.timeslot)) + "/" + std::to_string(it.block.frame_number.value());
  }
  std::string operator()(const AccessBurstSent& it) const {
    return "sent in " + std::to_string(it.frame_number.value());
  }
  std::string operator()(const trace::Event& it) const { return it.name + ": " + it.field("reason"); }
};

std::vector<std::string> words(const PhyEffects& effects) {
  std::vector<std::string> out;
  for (const auto& effect : effects) out.push_back(std::visit(Word{}, effect));
  return out;
}

class VirtualPhyTest : public testing::Test {
 protected:
  static Instant at(std::int64_t frame) { return kStart + frames(frame) + 1us; }
  std::vector<std::string> hear(std::uint8_t channel, std::uint8_t timeslot, std::uint32_t frame,
                                std::size_t size = 23) {
    return words(
        phy_.on_datagram(encode(UmFrame{false, timeslot, kArfcn, 0, 0, FrameNumber(frame), channel, Bytes(size)}),
                         kStart + frames(frame)));
  }

  VirtualPhy phy_{kArfcn};
};

TEST_F(VirtualPhyTest, SynchronisesWithTheFirstBlock) {
  EXPECT_FALSE(phy_.synchronised());
  EXPECT_THAT(hear(gsmtap::channel::kBcch, 0, 2), ElementsAre("synchronised", "bcch/0/2"));
  EXPECT_THAT(hear(gsmtap::channel::kPch, 0, 6), ElementsAre("ccch/0/6"));
  EXPECT_THAT(hear(gsmtap::channel::kAgch, 0, 12), ElementsAre("ccch/0/12"));
  EXPECT_EQ(phy_.frame(at(20)), FrameNumber(20));
}

TEST_F(VirtualPhyTest, HearsThePdchsThatItListensTo) {
  hear(gsmtap::channel::kBcch, 0, 0);
  EXPECT_THAT(hear(gsmtap::channel::kPdtch, 5, 4), IsEmpty());
  phy_.listen(1U << 5);
  EXPECT_THAT(hear(gsmtap::channel::kPdtch, 5, 8, 54), ElementsAre("pdch/5/8"));
  EXPECT_THAT(hear(gsmtap::channel::kPdtch, 6, 8), IsEmpty());
}

TEST_F(VirtualPhyTest, TakesThePtcchForNoRlcBlock) {
  hear(gsmtap::channel::kBcch, 0, 0);
  phy_.listen(0xff);
  EXPECT_THAT(hear(gsmtap::channel::kPdtch, 5, 12), IsEmpty());
  EXPECT_THAT(hear(gsmtap::channel::kPdtch, 5, 13), ElementsAre("pdch/5/13"));
}

TEST_F(VirtualPhyTest, DiscardsBlocksOfImpossibleSizes) {
  hear(gsmtap::channel::kBcch, 0, 0);
  phy_.listen(0xff);
  EXPECT_THAT(hear(gsmtap::channel::kPdtch, 5, 4, 22), ElementsAre("um.frame: block of 22 octets"));
  EXPECT_THAT(hear(gsmtap::channel::kBcch, 0, 4, 54), ElementsAre("um.frame: block of 54 octets"));
  EXPECT_THAT(hear(gsmtap::channel::kPdtch, 5, 4, 0), ElementsAre("um.frame: block of 0 octets"));
}

TEST_F(VirtualPhyTest, IgnoresOtherCarriersUplinkAndCircuitSwitchedChannels) {
  EXPECT_THAT(hear(0x08, 1, 0), ElementsAre("synchronised"));  // SDCCH8: the clock is good all the same
  auto other = UmFrame{false, 0, kArfcn + 1, 0, 0, FrameNumber(4), gsmtap::channel::kBcch, Bytes(23)};
  EXPECT_THAT(words(phy_.on_datagram(encode(other), at(4))), IsEmpty());
  other.arfcn = kArfcn;
  other.uplink = true;
  EXPECT_THAT(words(phy_.on_datagram(encode(other), at(4))), IsEmpty());
  EXPECT_EQ(words(phy_.on_datagram(Bytes{1}, at(4))).size(), 1U);
}

TEST_F(VirtualPhyTest, SendsAnAccessBurstInItsSlot) {
  hear(gsmtap::channel::kBcch, 0, 0);
  phy_.send_access_burst(0x7a, 2, at(0));  // slots 4, 5, 14: the third
  EXPECT_EQ(phy_.next(), kStart + frames(14));
  EXPECT_THAT(words(phy_.on_time(at(13))), IsEmpty());
  EXPECT_THAT(words(phy_.on_time(at(14))), ElementsAre("send 3 at 14", "sent in 14"));
  EXPECT_THAT(words(phy_.on_time(at(15))), IsEmpty());
}

TEST_F(VirtualPhyTest, SendsABlockAheadOfItsFrameButNotAfterIt) {
  const gsm::l1::UplinkBlock block{5, FrameNumber(8), Bytes(23)};
  EXPECT_THAT(words(phy_.send_block(block, at(0))), ElementsAre("um.uplink_block: no cell"));
  hear(gsmtap::channel::kBcch, 0, 0);
  EXPECT_THAT(words(phy_.send_block(block, at(4))), ElementsAre("send 13 at 8"));
  EXPECT_THAT(words(phy_.send_block(block, at(11))), ElementsAre("send 13 at 8"));
  EXPECT_THAT(words(phy_.send_block(block, at(12))), ElementsAre("um.uplink_block: its frame has gone by"));
}

TEST_F(VirtualPhyTest, LosesACellThatIsSilent) {
  hear(gsmtap::channel::kBcch, 0, 0);
  EXPECT_EQ(phy_.next(), kStart + 2s);
  EXPECT_THAT(words(phy_.on_time(kStart + 2s)), ElementsAre("lost: nothing was heard of the cell"));
  EXPECT_EQ(phy_.next(), std::nullopt);
  EXPECT_THAT(hear(gsmtap::channel::kBcch, 0, 1000), ElementsAre("synchronised", "bcch/0/1000"));
}

TEST_F(VirtualPhyTest, LosesACellThatCountsAnew) {
  hear(gsmtap::channel::kBcch, 0, 90'000);
  const auto restarted = encode(UmFrame{false, 0, kArfcn, 0, 0, FrameNumber(2), gsmtap::channel::kBcch, Bytes(23)});
  EXPECT_THAT(words(phy_.on_datagram(restarted, at(90'100))),
              ElementsAre("lost: the cell counts its frames anew", "synchronised", "bcch/0/2"));
}

TEST_F(VirtualPhyTest, KeepsFewAccessBursts) {
  hear(gsmtap::channel::kBcch, 0, 0);
  for (int i = 0; i < 1000; ++i) phy_.send_access_burst(0x7a, 0, at(0));
  EXPECT_LE(phy_.on_time(at(5)).size(), 32U);
}

}  // namespace
}  // namespace foothold::rf_bridge::um_virtual

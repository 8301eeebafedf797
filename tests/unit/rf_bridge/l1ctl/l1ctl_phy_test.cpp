// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/l1ctl/l1ctl_phy.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::rf_bridge::l1ctl {
namespace {

constexpr std::uint16_t kArfcn = 51;
const std::string kResetConfirm = "0e00000001000000";
const std::string kFound = "02000000 00000033 00000000 00000000 0000 00 3f";
const std::string kNotFound = "02000000 00000033 00000000 00000000 0000 ff 00";
const std::string kSi3Combined = "49061b0001 00f1100001 490301 0000000000000000 2b2b";
const std::string kSi3NonCombined = "49061b0001 00f1100001 480301 0000000000000000 2b2b";

class L1ctlPhyTest : public testing::Test {
 protected:
  PhyEffects hear(const std::string& message) {
    auto octets = *from_hex(message);
    const auto size = static_cast<std::uint8_t>(octets.size());
    octets.insert(octets.begin(), {0, size});
    return phy_.on_octets(octets, Instant{} + std::chrono::seconds(1));
  }
  static std::string bcch(const std::string& block, const std::string& frame = "00000102") {
    return "03000000 80000033" + frame + "2f000000" + block;
  }
  static std::string pdch(const std::string& timeslot, const std::string& frame, const std::string& block) {
    return "23000000" + frame + timeslot + "000000 0000 00b4 2f 07" + block;
  }
  void camp() {
    phy_.start();
    hear(kResetConfirm);
    hear(kFound);
  }
  // What was sent, of one type.
  static std::vector<Bytes> sent(const PhyEffects& effects, std::uint8_t type) {
    std::vector<Bytes> messages;
    for (const auto& effect : effects) {
      const auto* send = std::get_if<SendOctets>(&effect);
      if (send != nullptr && send->octets[2] == type) messages.push_back(send->octets);
    }
    return messages;
  }
  template <class T>
  static std::vector<T> all(const PhyEffects& effects) {
    std::vector<T> found;
    for (const auto& effect : effects)
      if (const auto* one = std::get_if<T>(&effect)) found.push_back(*one);
    return found;
  }

  L1ctlPhy phy_{kArfcn};
};

TEST_F(L1ctlPhyTest, ResetsSearchesAndSynchronises) {
  EXPECT_EQ(sent(phy_.start(), 0x0d).size(), 1U);
  EXPECT_EQ(sent(hear(kResetConfirm), 0x01), (std::vector<Bytes>{encode(SearchRequest{kArfcn, 500, true})}));
  const auto found = all<Synchronised>(hear(kFound));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].bsic, 63);
}

TEST_F(L1ctlPhyTest, SearchesOnUntilThereIsACell) {
  phy_.start();
  hear(kResetConfirm);
  const auto effects = hear(kNotFound);
  EXPECT_EQ(sent(effects, 0x0d).size(), 1U);
  EXPECT_TRUE(all<Lost>(effects).empty());  // it never was there
  hear(kResetConfirm);
  EXPECT_EQ(all<Synchronised>(hear(kFound)).size(), 1U);
}

TEST_F(L1ctlPhyTest, HandsUpTheCommonChannels) {
  camp();
  const auto heard = all<Heard>(hear(bcch(kSi3Combined)));
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].block.channel, gsm::l1::Channel::bcch);
  EXPECT_EQ(heard[0].block.frame_number, FrameNumber(0x102));
  EXPECT_EQ(heard[0].block.arfcn, kArfcn);
  EXPECT_EQ(phy_.frame(Instant{} + std::chrono::seconds(1)), FrameNumber(0x102 + 4));
  EXPECT_TRUE(all<Heard>(hear("03000000 90000033 00000102 2f000002")).empty());  // could not be decoded
}

TEST_F(L1ctlPhyTest, LearnsFromSystemInformationHowTimeslot0IsShared) {
  camp();
  EXPECT_TRUE(sent(hear(bcch(kSi3Combined)), 0x10).empty());
  EXPECT_EQ(sent(hear(bcch(kSi3NonCombined)), 0x10), (std::vector<Bytes>{encode(CcchModeRequest{false})}));
  EXPECT_TRUE(sent(hear(bcch(kSi3NonCombined)), 0x10).empty());
}

TEST_F(L1ctlPhyTest, AccessBurstsAreConfirmedWithTheirFrame) {
  camp();
  EXPECT_EQ(sent(phy_.send_access_burst(0x78, 9), 0x04), (std::vector<Bytes>{encode(AccessRequest{0x78, 9, true})}));
  const auto confirmed = all<AccessBurstSent>(hear("0c000000 00000033 00000234 00000000"));
  ASSERT_EQ(confirmed.size(), 1U);
  EXPECT_EQ(confirmed[0].random_access, 0x78);
  EXPECT_EQ(confirmed[0].frame_number, FrameNumber(0x234));
  EXPECT_TRUE(all<AccessBurstSent>(hear("0c000000 00000033 00000234 00000000")).empty());
}

TEST_F(L1ctlPhyTest, AnAccessBeforeTheCellIsFoundWaits) {
  EXPECT_TRUE(phy_.send_access_burst(0x78, 1).empty());
  phy_.start();
  hear(kResetConfirm);
  EXPECT_EQ(sent(hear(kFound), 0x04).size(), 1U);
}

TEST_F(L1ctlPhyTest, PacketTransferLetsEveryTfiPass) {
  camp();
  const auto effects = phy_.listen(0x30);
  EXPECT_EQ(sent(effects, 0x05), (std::vector<Bytes>{encode(PacketChannelRequest{4, 7, kArfcn})}));
  EXPECT_EQ(sent(effects, 0x20), (std::vector<Bytes>{encode(UplinkTbfRequest{0x30})}));
  const auto downlink = sent(effects, 0x21);
  ASSERT_EQ(downlink.size(), 32U);
  for (std::uint8_t tfi = 0; tfi < 32; ++tfi) EXPECT_EQ(downlink[tfi], encode(DownlinkTbfRequest{tfi, 0x30}));
  EXPECT_TRUE(phy_.listen(0x30).empty());
  const auto more = phy_.listen(0xf0);
  EXPECT_TRUE(sent(more, 0x05).empty());
  EXPECT_EQ(sent(more, 0x20), (std::vector<Bytes>{encode(UplinkTbfRequest{0xf0})}));
}

TEST_F(L1ctlPhyTest, PacketBlocksGoUpAndDown) {
  camp();
  EXPECT_TRUE(sent(phy_.send_block({4, FrameNumber(8), Bytes(23, 0x40)}), 0x22).empty());  // not yet
  phy_.listen(0x10);
  const std::string block(46, '4');
  const auto heard = all<Heard>(hear(pdch("04", "00000004", block)));
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].block.channel, gsm::l1::Channel::pdch);
  EXPECT_EQ(heard[0].block.timeslot, 4);
  EXPECT_EQ(heard[0].block.measurement.signal_to_noise_db, 18);
  const auto undecodable = all<Heard>(hear(pdch("04", "00000008", "")));
  ASSERT_EQ(undecodable.size(), 1U);
  EXPECT_TRUE(undecodable[0].block.block.empty());
  EXPECT_TRUE(all<Heard>(hear(pdch("05", "00000004", block))).empty());  // not listened to
  EXPECT_TRUE(all<Heard>(hear(pdch("04", "0000000c", block))).empty());  // PTCCH
  EXPECT_TRUE(all<Heard>(hear(bcch(kSi3Combined))).empty());
  const gsm::l1::UplinkBlock uplink{4, FrameNumber(8), Bytes(23, 0x40)};
  EXPECT_EQ(sent(phy_.send_block(uplink), 0x22),
            (std::vector<Bytes>{encode(UplinkBlockRequest{FrameNumber(8), 4, Bytes(23, 0x40)})}));
}

TEST_F(L1ctlPhyTest, TheWayBackIsAResetAndASearchThatNobodyHearsOf) {
  camp();
  phy_.listen(0x10);
  EXPECT_EQ(sent(phy_.listen(0), 0x0d).size(), 1U);
  EXPECT_TRUE(phy_.send_access_burst(0x79, 2).empty());
  hear(kResetConfirm);
  const auto effects = hear(kFound);
  EXPECT_TRUE(all<Synchronised>(effects).empty());
  EXPECT_EQ(sent(effects, 0x04), (std::vector<Bytes>{encode(AccessRequest{0x79, 2, true})}));
}

TEST_F(L1ctlPhyTest, AnAssignmentOnTheWayBackIsTakenUpThere) {
  camp();
  phy_.listen(0x10);
  phy_.listen(0);
  EXPECT_TRUE(phy_.listen(0x20).empty());
  hear(kResetConfirm);
  EXPECT_EQ(sent(hear(kFound), 0x05), (std::vector<Bytes>{encode(PacketChannelRequest{5, 7, kArfcn})}));
}

TEST_F(L1ctlPhyTest, ACellThatIsGoneIsLostOnce) {
  camp();
  phy_.listen(0x10);
  phy_.listen(0);
  hear(kResetConfirm);
  EXPECT_EQ(all<Lost>(hear(kNotFound)).size(), 1U);
  hear(kResetConfirm);
  EXPECT_TRUE(all<Lost>(hear(kNotFound)).empty());
  hear(kResetConfirm);
  EXPECT_EQ(all<Synchronised>(hear(kFound)).size(), 1U);
}

TEST_F(L1ctlPhyTest, AnswersOutOfTurnChangeNothing) {
  EXPECT_TRUE(hear(kResetConfirm).empty());  // idle
  camp();
  EXPECT_TRUE(hear(kResetConfirm).empty());
  EXPECT_TRUE(hear(kFound).empty());
  EXPECT_TRUE(hear(kNotFound).empty());
  EXPECT_TRUE(all<Heard>(hear(pdch("04", "00000004", ""))).empty());
  EXPECT_EQ(all<Heard>(hear(bcch(kSi3Combined))).size(), 1U);
}

TEST_F(L1ctlPhyTest, NonsenseCostsTheMessageAndABrokenStreamTheConnection) {
  camp();
  const auto effects = hear("0300");
  ASSERT_EQ(all<trace::Event>(effects).size(), 1U);
  EXPECT_EQ(all<trace::Event>(effects)[0].kind, trace::Kind::discarded);
  EXPECT_EQ(all<Heard>(hear(bcch(kSi3Combined))).size(), 1U);
  EXPECT_EQ(all<Lost>(phy_.on_octets(*from_hex("ffff"), Instant{})).size(), 1U);
  EXPECT_TRUE(phy_.broken());
  EXPECT_TRUE(hear(bcch(kSi3Combined)).empty());
}

TEST_F(L1ctlPhyTest, AClosedConnectionIsLostOnce) {
  camp();
  EXPECT_EQ(all<Lost>(phy_.on_closed()).size(), 1U);
  EXPECT_TRUE(phy_.on_closed().empty());
}

TEST_F(L1ctlPhyTest, TimingAdvanceGoesToLayer1) {
  EXPECT_TRUE(phy_.set_timing_advance(5).empty());
  camp();
  EXPECT_EQ(sent(phy_.set_timing_advance(5), 0x13), (std::vector<Bytes>{encode(ParameterRequest{5})}));
}

}  // namespace
}  // namespace foothold::rf_bridge::l1ctl

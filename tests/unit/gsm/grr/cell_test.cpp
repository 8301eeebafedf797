// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.h"
#include "gsm/rr/immediate_assignment.h"
#include "tests/unit/gsm/grr/test_air.h"

namespace foothold::gsm::grr::test {
namespace {

template <class T>
std::vector<T> only(const Effects& effects) {
  std::vector<T> out;
  for (const auto& effect : effects) {
    if (const auto* it = std::get_if<T>(&effect)) out.push_back(*it);
  }
  return out;
}

// A mobile that camps on the cell of osmo-bts-virtual, led by hand.
class GrrCell : public testing::Test {
 protected:
  explicit GrrCell() : grr_({}, [] { return 0U; }) {
    grr_.assign_tlli(kTlli, kTlli);
    grr_.on_synchronised(now_, kArfcn, 63);
  }
  Effects hear(l1::Channel channel, std::uint8_t timeslot, Bytes block) {
    return grr_.on_downlink_block(now_, {channel, kArfcn, timeslot, frame_, {}, std::move(block)});
  }
  Effects camp() {
    hear(l1::Channel::bcch, 0, si3());
    return hear(l1::Channel::bcch, 0, si13());
  }
  Effects expire() {
    const auto deadline = grr_.next_deadline();
    EXPECT_TRUE(deadline);
    if (deadline) now_ = *deadline;
    return grr_.on_timer(now_);
  }
  void assign_downlink(std::uint8_t tfi) {
    rr::ImmediateAssignment message;
    message.channel = rr::PacketChannel{6, 7, kArfcn};
    rr::DownlinkTbfAssignment tbf;
    tbf.tlli = kTlli.value;
    tbf.tfi = tfi;
    message.assignment = tbf;
    hear(l1::Channel::ccch, 0, message.encode());
  }
  Effects data(std::uint8_t tfi, std::uint8_t bsn, bool last, std::uint8_t octet, bool poll) {
    rlcmac::DownlinkDataBlock block;
    block.mac.usf = 7;
    if (poll) block.mac.rrbp = 0;
    block.tfi = tfi;
    block.bsn = bsn;
    block.final_block = last;
    block.data = Bytes(20, octet);
    return hear(l1::Channel::pdch, 6, block.encode(rlcmac::CodingScheme::cs1));
  }

  static constexpr Tlli kTlli{0xc0000001};
  Time now_{};
  l1::FrameNumber frame_{1040};
  GrrMs grr_;
};

TEST_F(GrrCell, IsAvailableOnceDecoded) {
  EXPECT_TRUE(only<CellAvailable>(hear(l1::Channel::bcch, 0, si3())).empty());
  const auto available = only<CellAvailable>(hear(l1::Channel::bcch, 0, si13()));
  ASSERT_EQ(available.size(), 1U);
  EXPECT_EQ(available[0].identity.to_string(), "001-01-1-0-6969");
  EXPECT_NE(std::ranges::find(available[0].decoded, trace::Field{"t3192", "1500 ms"}), available[0].decoded.end());
  EXPECT_TRUE(only<CellAvailable>(hear(l1::Channel::bcch, 0, si13())).empty());
}

TEST_F(GrrCell, IsLostWhenItsGprsGoes) {
  camp();
  auto without = si3();
  without[19] = 0x2b;
  ASSERT_EQ(only<CellLost>(hear(l1::Channel::bcch, 0, without)).size(), 1U);
  EXPECT_EQ(only<CellAvailable>(camp()).size(), 1U);
}

TEST_F(GrrCell, IsLostWithTheCarrierAndTakesNothingUntilItIsBack) {
  camp();
  ASSERT_EQ(only<CellLost>(grr_.on_lost(now_, "out of coverage")).size(), 1U);
  EXPECT_TRUE(only<SendAccessBurst>(grr_.send_llc_pdu(now_, kTlli, Bytes(5, 1))).empty());
  grr_.on_synchronised(now_, kArfcn, 63);
  EXPECT_EQ(only<CellAvailable>(camp()).size(), 1U);
  EXPECT_EQ(only<SendAccessBurst>(grr_.send_llc_pdu(now_, kTlli, Bytes(5, 1))).size(), 1U);
}

TEST_F(GrrCell, PagesWhoeverIsNamed) {
  camp();
  const auto paging =
      only<Paging>(hear(l1::Channel::ccch, 0, *from_hex("2d062200c0000001c00000022b2b2b2b2b2b2b2b2b2b2b")));
  ASSERT_EQ(paging.size(), 2U);
  EXPECT_EQ(paging[1].identity, MobileIdentity(Ptmsi{0xc0000002}));
}

TEST_F(GrrCell, AsksMPlusOneTimesInEachOfFourAttempts) {
  camp();
  grr_.send_llc_pdu(now_, kTlli, Bytes(5, 1));
  unsigned bursts = 1;
  for (int i = 0; i < 100 && grr_.counters().access_failures < 4; ++i) {
    grr_.on_access_burst_sent(now_, 0x78, frame_);
    bursts += static_cast<unsigned>(only<SendAccessBurst>(expire()).size());
  }
  EXPECT_EQ(bursts, 4U * (7 + 1));
  EXPECT_FALSE(grr_.next_deadline());  // the PDU is lost, nothing is left to do
}

TEST_F(GrrCell, WaitsT3142WhenRefused) {
  camp();
  grr_.send_llc_pdu(now_, kTlli, Bytes(5, 1));
  grr_.on_access_burst_sent(now_, 0x78, frame_);
  Bytes refusal{0x4d, 0x06, 0x3a, 0x00};
  const auto frame = rr::encode_reduced_frame(frame_);
  for (int i = 0; i < 4; ++i) {
    for (const int octet : {0x78, frame >> 8, frame & 0xff, 9}) {
      refusal.push_back(static_cast<std::uint8_t>(octet));
    }
  }
  refusal.resize(23, 0x2b);
  EXPECT_TRUE(only<SendAccessBurst>(hear(l1::Channel::ccch, 0, refusal)).empty());
  EXPECT_EQ(grr_.next_deadline(), now_ + std::chrono::seconds(9));
  EXPECT_EQ(only<SendAccessBurst>(expire()).size(), 1U);
}

TEST_F(GrrCell, IgnoresTheAssignmentOfAnother) {
  camp();
  grr_.send_llc_pdu(now_, kTlli, Bytes(5, 1));
  grr_.on_access_burst_sent(now_, 0x78, frame_);
  rr::ImmediateAssignment message;
  message.channel = rr::PacketChannel{6, 7, kArfcn};
  message.assignment = rr::UplinkTbfAssignment{};
  for (const auto& reference : {rr::RequestReference::of(0x79, frame_), rr::RequestReference::of(0x78, frame_ + 1)}) {
    message.reference = reference;
    EXPECT_TRUE(only<Listen>(hear(l1::Channel::ccch, 0, message.encode())).empty());
  }
  message.reference = rr::RequestReference::of(0x78, frame_);
  ASSERT_EQ(only<Listen>(hear(l1::Channel::ccch, 0, message.encode())).size(), 1U);
  EXPECT_EQ(grr_.counters().uplink_tbfs, 1U);
}

TEST_F(GrrCell, DeliversADownlinkAndAnswersItsPollInTheReservedFrame) {
  camp();
  assign_downlink(3);
  EXPECT_TRUE(only<LlcPdu>(data(4, 0, true, 0x22, true)).empty());  // another's TFI
  const auto effects = data(3, 0, true, 0x11, true);
  ASSERT_EQ(only<LlcPdu>(effects).size(), 1U);
  EXPECT_EQ(only<LlcPdu>(effects)[0].pdu, Bytes(20, 0x11));
  const auto sent = only<SendBlock>(effects);
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].block.frame_number, frame_ + 13);
  const auto message = rlcmac::decode_uplink_message(sent[0].block.block);
  ASSERT_TRUE(message);
  EXPECT_TRUE(std::get<rlcmac::PacketDownlinkAckNack>(*message).ack.final_ack);
}

TEST_F(GrrCell, AnswersTheLastBlockAgainDuringT3192) {
  camp();
  assign_downlink(3);
  data(3, 0, true, 0x11, true);
  const auto again = data(3, 0, true, 0x11, true);
  EXPECT_TRUE(only<LlcPdu>(again).empty());
  EXPECT_EQ(only<SendBlock>(again).size(), 1U);
  ASSERT_EQ(only<Listen>(expire()).size(), 1U);  // T3192: leaves the PDCH
  EXPECT_FALSE(grr_.next_deadline());
}

TEST_F(GrrCell, LeavesATfiThatHasANewOwnerDuringT3192) {
  camp();
  assign_downlink(3);
  data(3, 0, true, 0x11, true);
  const auto foreign = data(3, 0, true, 0x22, true);
  EXPECT_TRUE(only<LlcPdu>(foreign).empty());
  EXPECT_TRUE(only<SendBlock>(foreign).empty());
  ASSERT_EQ(only<Listen>(foreign).size(), 1U);
  EXPECT_EQ(only<Listen>(foreign)[0].timeslots, 0);
}

TEST_F(GrrCell, DropsADownlinkThatFallsSilent) {
  camp();
  assign_downlink(3);
  EXPECT_EQ(grr_.next_deadline(), now_ + std::chrono::seconds(5));
  ASSERT_EQ(only<Listen>(expire()).size(), 1U);
  EXPECT_EQ(grr_.counters().tbf_failures, 1U);
}

TEST_F(GrrCell, DiscardsDummyUiFrames) {
  camp();
  assign_downlink(3);
  rlcmac::DownlinkDataBlock block;
  block.mac.usf = 7;
  block.tfi = 3;
  block.length_indicators = {0x19};
  block.data = *from_hex("43c0012b2b2b");
  EXPECT_TRUE(only<LlcPdu>(hear(l1::Channel::pdch, 6, block.encode(rlcmac::CodingScheme::cs1))).empty());
  EXPECT_EQ(grr_.counters().downlink_blocks, 1U);
}

TEST_F(GrrCell, AsksForAnUplinkInThePollsAnswer) {
  camp();
  assign_downlink(3);
  EXPECT_TRUE(only<SendAccessBurst>(grr_.send_llc_pdu(now_, kTlli, Bytes(70, 1))).empty());
  const auto sent = only<SendBlock>(data(3, 0, false, 0x11, true));
  ASSERT_EQ(sent.size(), 1U);
  const auto message = rlcmac::decode_uplink_message(sent[0].block.block);
  const auto& ack = std::get<rlcmac::PacketDownlinkAckNack>(*message);
  ASSERT_TRUE(ack.channel_request);
  EXPECT_EQ(ack.channel_request->rlc_octet_count, 70);
  EXPECT_EQ(only<SendAccessBurst>(expire()).size(), 1U);  // T3168: by the RACH then
}

TEST_F(GrrCell, AsksOnTheRachAfterTheFinalAck) {
  camp();
  assign_downlink(3);
  grr_.send_llc_pdu(now_, kTlli, Bytes(70, 1));
  EXPECT_EQ(only<SendAccessBurst>(data(3, 0, true, 0x11, true)).size(), 1U);
}

TEST(GrrCoverage, RecoversFromTwentySecondsOfNothing) {
  TestAir air(1);
  air.send(0, Bytes(200, 7));
  for (int i = 0; i < 30; ++i) air.step();
  air.set_loss(1);
  for (int i = 0; i < 20 * 52; ++i) air.step();
  air.set_loss(0);
  air.send(0, Bytes(100, 8));
  EXPECT_TRUE(
      air.run_until([&] { return !air.network.delivered.empty() && air.network.delivered.back().pdu[0] == 8; }));
}

}  // namespace
}  // namespace foothold::gsm::grr::test

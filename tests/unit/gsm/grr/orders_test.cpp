// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What the network orders on PACCH, and what the mobile does where it falls silent.
#include <gtest/gtest.h>

#include <optional>

#include "gsm/rr/immediate_assignment.h"
#include "tests/unit/gsm/grr/test_air.h"

namespace foothold::gsm::grr::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

template <class T>
std::vector<T> only(const Effects& effects) {
  std::vector<T> out;
  for (const auto& effect : effects) {
    if (const auto* it = std::get_if<T>(&effect)) out.push_back(*it);
  }
  return out;
}

std::vector<rlcmac::UplinkMessage> control_messages(const Effects& effects) {
  std::vector<rlcmac::UplinkMessage> out;
  for (const auto& sent : only<SendBlock>(effects)) {
    if (auto message = rlcmac::decode_uplink_message(sent.block.block)) out.push_back(*message);
  }
  return out;
}

bool has_event(const Effects& effects, std::string_view name) {
  for (const auto& event : only<trace::Event>(effects)) {
    if (event.name == name) return true;
  }
  return false;
}

// A mobile that camps, led by hand; its TBFs are on timeslot 6.
class GrrOrders : public testing::Test {
 protected:
  GrrOrders() : grr_({}, [] { return 0U; }) {
    grr_.assign_tlli(kTlli, kTlli);
    grr_.on_synchronised(now_, kArfcn, 63);
    for (const auto& si : {si3(), si13()}) hear(l1::Channel::bcch, 0, si);
  }
  Effects hear(l1::Channel channel, std::uint8_t timeslot, Bytes block) {
    return grr_.on_downlink_block(now_, {channel, kArfcn, timeslot, frame_, {}, std::move(block)});
  }
  template <class Message>
  Effects order(const Message& message, std::optional<std::uint8_t> rrbp = {}) {
    Bytes block = rlcmac::encode(message);
    block.insert(block.begin(), rlcmac::DownlinkMacHeader{1, rrbp, rlcmac::kUsfUnused}.encode());
    return hear(l1::Channel::pdch, kTimeslot, std::move(block));
  }
  Effects grant() {
    Bytes dummy{rlcmac::DownlinkMacHeader{1, {}, kUsf}.encode(), 0x94};
    dummy.resize(23, 0x2b);
    return hear(l1::Channel::pdch, kTimeslot, std::move(dummy));
  }
  Effects expire() {
    const auto deadline = grr_.next_deadline();
    EXPECT_TRUE(deadline);
    if (deadline) now_ = *deadline;
    return grr_.on_timer(now_);
  }
  // By one-phase access, for a PDU of two blocks.
  void begin_uplink() {
    grr_.send_llc_pdu(now_, kTlli, Bytes(30, 1));
    grr_.on_access_burst_sent(now_, 0x78, frame_);
    rr::ImmediateAssignment message;
    message.channel = rr::PacketChannel{kTimeslot, 7, kArfcn};
    message.reference = rr::RequestReference::of(0x78, frame_);
    rr::UplinkTbfAssignment tbf;
    tbf.tfi = kUplinkTfi;
    tbf.usf = kUsf;
    message.assignment = tbf;
    hear(l1::Channel::ccch, 0, message.encode());
    ASSERT_EQ(grr_.counters().uplink_tbfs, 1U);
  }
  void begin_uplink_and_resolve_contention() {
    begin_uplink();
    grant();
    rlcmac::PacketUplinkAckNack message;
    message.tfi = kUplinkTfi;
    message.contention_resolution_tlli = kTlli.value;
    message.ack.starting_sequence_number = 1;
    message.ack.received[0] = true;
    order(message);
  }
  void begin_downlink() {
    rr::ImmediateAssignment message;
    message.channel = rr::PacketChannel{kTimeslot, 7, kArfcn};
    rr::DownlinkTbfAssignment tbf;
    tbf.tlli = kTlli.value;
    tbf.tfi = kDownlinkTfi;
    message.assignment = tbf;
    hear(l1::Channel::ccch, 0, message.encode());
    ASSERT_EQ(grr_.counters().downlink_tbfs, 1U);
  }
  // The answer to a poll in a downlink data block.
  rlcmac::PacketDownlinkAckNack polled(std::uint8_t bsn) {
    rlcmac::DownlinkDataBlock block;
    block.mac.usf = rlcmac::kUsfUnused;
    block.mac.rrbp = 0;
    block.tfi = kDownlinkTfi;
    block.bsn = bsn;
    block.data = Bytes(20, 0x11);
    const auto messages = control_messages(hear(l1::Channel::pdch, kTimeslot, block.encode(rlcmac::CodingScheme::cs1)));
    EXPECT_EQ(messages.size(), 1U);
    return messages.empty() ? rlcmac::PacketDownlinkAckNack{}
                            : std::get<rlcmac::PacketDownlinkAckNack>(messages.front());
  }
  rlcmac::PacketUplinkAssignment uplink_assignment(std::uint8_t tfi) const {
    rlcmac::PacketUplinkAssignment message;
    message.address = rlcmac::TlliAddress{kTlli.value};
    rlcmac::DynamicAllocation allocation;
    allocation.tfi = tfi;
    allocation.usf[kTimeslot] = kUsf;
    message.allocation = allocation;
    return message;
  }

  static constexpr Tlli kTlli{0xc0000001};
  static constexpr std::uint8_t kTimeslot = 6, kUsf = 3, kUplinkTfi = 2, kDownlinkTfi = 5;
  Time now_{};
  l1::FrameNumber frame_{1040};
  GrrMs grr_;
};

TEST_F(GrrOrders, AnUplinkThatIsNeverGrantedEndsWithT3164) {
  begin_uplink();
  EXPECT_EQ(grr_.next_deadline(), now_ + seconds(5));
  const auto effects = expire();
  EXPECT_TRUE(has_event(effects, "um.uplink_tbf_failed"));
  EXPECT_EQ(only<SendAccessBurst>(effects).size(), 1U);  // the PDU still waits
}

TEST_F(GrrOrders, AContentionThatIsNotResolvedEndsWithT3166) {
  begin_uplink();
  grant();
  now_ += seconds(2);
  grant();  // T3180 anew
  EXPECT_EQ(grr_.next_deadline(), now_ + seconds(3));
  EXPECT_EQ(only<SendAccessBurst>(expire()).size(), 1U);
  EXPECT_EQ(grr_.counters().contentions_lost, 1U);
}

TEST_F(GrrOrders, AnUplinkThatIsGrantedNoMoreEndsWithT3180) {
  begin_uplink_and_resolve_contention();
  EXPECT_EQ(grr_.next_deadline(), now_ + seconds(5));
  const auto effects = expire();
  EXPECT_EQ(only<SendAccessBurst>(effects).size(), 1U);
  for (const auto& event : only<trace::Event>(effects)) {
    if (event.name != "um.uplink_tbf_failed") continue;
    EXPECT_EQ(event.field("reason").find("T3180"), 0U);
    EXPECT_EQ(event.field("blocks"), "1");
    EXPECT_EQ(event.field("duration_ms"), "5000");
  }
  EXPECT_EQ(grr_.counters().tbf_failures, 1U);
}

TEST_F(GrrOrders, AllSentButNotAcknowledgedEndsWithT3182) {
  begin_uplink_and_resolve_contention();
  grant();  // the last block
  now_ += seconds(2);
  grant();  // once more, and T3180 anew
  EXPECT_EQ(grr_.counters().retransmitted_blocks, 1U);
  EXPECT_EQ(grr_.next_deadline(), now_ + seconds(3));
  EXPECT_EQ(only<SendAccessBurst>(expire()).size(), 1U);
}

// As osmo-pcu acknowledges blocks that name a TLLI which it no longer has for this TBF.
TEST_F(GrrOrders, AcknowledgementsOfNothingNewDoNotHoldT3182) {
  begin_uplink_and_resolve_contention();
  grant();  // the last block
  const auto last_sent = now_;
  rlcmac::PacketUplinkAckNack message;
  message.tfi = kUplinkTfi;
  message.ack.starting_sequence_number = 1;
  message.ack.received[0] = true;
  for (int i = 0; i < 4; ++i) {
    now_ += seconds(1);
    order(message);
    grant();
  }
  EXPECT_EQ(grr_.next_deadline(), last_sent + seconds(5));
  EXPECT_EQ(only<SendAccessBurst>(expire()).size(), 1U);
  EXPECT_EQ(grr_.counters().tbf_failures, 1U);
}

TEST_F(GrrOrders, AReleasedUplinkTakesItsPdusToTheNextAccess) {
  begin_uplink_and_resolve_contention();
  rlcmac::PacketTbfRelease message;
  message.address = rlcmac::UplinkTfi{kUplinkTfi};
  message.uplink = true;
  message.cause = 2;
  const auto effects = order(message, 0);
  const auto answers = control_messages(effects);
  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(std::get<rlcmac::PacketControlAcknowledgement>(answers[0]).tlli, kTlli.value);
  EXPECT_EQ(only<SendAccessBurst>(effects).size(), 1U);
}

TEST_F(GrrOrders, AReleasedDownlinkIsListenedToNoMore) {
  begin_downlink();
  rlcmac::PacketTbfRelease message;
  message.address = rlcmac::DownlinkTfi{kDownlinkTfi};
  message.downlink = true;
  const auto effects = order(message);
  ASSERT_EQ(only<Listen>(effects).size(), 1U);
  EXPECT_EQ(only<Listen>(effects)[0].timeslots, 0);
  EXPECT_FALSE(grr_.next_deadline());
}

TEST_F(GrrOrders, AReleaseOfAnotherIsNotFollowed) {
  begin_downlink();
  rlcmac::PacketTbfRelease message;
  message.address = rlcmac::DownlinkTfi{kDownlinkTfi + 1};
  message.downlink = true;
  EXPECT_TRUE(order(message, 0).empty());
}

TEST_F(GrrOrders, ReleasedPacketChannelsAreLeft) {
  begin_uplink_and_resolve_contention();
  rlcmac::PacketPdchRelease message;
  message.available = 0x02;  // timeslot 6 stays
  EXPECT_TRUE(only<SendAccessBurst>(order(message)).empty());
  EXPECT_EQ(only<SendBlock>(grant()).size(), 1U);
  message.available = 0xfd;
  const auto effects = order(message);
  EXPECT_EQ(only<SendAccessBurst>(effects).size(), 1U);
  ASSERT_EQ(only<Listen>(effects).size(), 1U);
  EXPECT_EQ(only<Listen>(effects)[0].timeslots, 0);
}

TEST_F(GrrOrders, ADownlinkEndsWithItsLastPacketChannel) {
  begin_downlink();
  rlcmac::PacketPdchRelease message;
  message.available = 0xfd;
  EXPECT_TRUE(has_event(order(message), "um.downlink_tbf_ended"));
  EXPECT_FALSE(grr_.next_deadline());
}

TEST_F(GrrOrders, APollIsAnsweredInItsFrame) {
  begin_downlink();
  rlcmac::PacketPollingRequest message;
  message.address = rlcmac::TlliAddress{kTlli.value};
  message.as_block = true;
  const auto effects = order(message, 1);
  ASSERT_EQ(only<SendBlock>(effects).size(), 1U);
  EXPECT_EQ(only<SendBlock>(effects)[0].block.frame_number, frame_ + 17);
  message.address = rlcmac::TlliAddress{kTlli.value + 1};
  EXPECT_TRUE(order(message, 1).empty());
}

TEST_F(GrrOrders, ARefusedAccessWaitsAsLongAsItIsTold) {
  begin_downlink();
  grr_.send_llc_pdu(now_, kTlli, Bytes(30, 1));
  EXPECT_TRUE(polled(0).channel_request);
  rlcmac::PacketAccessReject message;
  message.refusals.push_back({rlcmac::TlliAddress{kTlli.value}, 100});  // two seconds
  const auto effects = order(message);
  EXPECT_TRUE(has_event(effects, "um.packet_access_reject"));
  EXPECT_FALSE(polled(1).channel_request);
  now_ += milliseconds(1999);
  EXPECT_TRUE(only<SendAccessBurst>(grr_.on_timer(now_)).empty());
  now_ += milliseconds(1);
  grr_.on_timer(now_);
  EXPECT_TRUE(polled(2).channel_request);
}

TEST_F(GrrOrders, AnAssignmentThatIsNeverGrantedIsAskedForAgainInTheNextDownlinkAck) {
  begin_downlink();
  grr_.send_llc_pdu(now_, kTlli, Bytes(30, 1));
  EXPECT_TRUE(polled(0).channel_request);
  order(uplink_assignment(1), 0);
  ASSERT_EQ(grr_.counters().uplink_tbfs, 1U);
  now_ += milliseconds(499);
  EXPECT_FALSE(polled(1).channel_request);
  now_ += milliseconds(1);
  EXPECT_TRUE(polled(2).channel_request);
  const auto effects = order(uplink_assignment(2), 0);
  EXPECT_TRUE(has_event(effects, "um.uplink_tbf_failed"));
  EXPECT_TRUE(has_event(effects, "um.uplink_tbf"));
  // What waits goes by the new one.
  const auto sent = only<SendBlock>(grant());
  ASSERT_EQ(sent.size(), 1U);
  const auto block = rlcmac::UplinkDataBlock::decode(sent[0].block.block);
  ASSERT_TRUE(block);
  EXPECT_EQ(block->tfi, 2);
  now_ += seconds(1);
  EXPECT_FALSE(polled(3).channel_request);  // it is granted
}

}  // namespace
}  // namespace foothold::gsm::grr::test

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Mobiles that take the same assignment for their own: LLC PDUs carry no TLLI, so RLC/MAC alone keeps them apart.
#include <gtest/gtest.h>

#include <algorithm>

#include "gsm/rr/immediate_assignment.h"
#include "tests/unit/gsm/grr/test_air.h"

namespace foothold::gsm::grr::test {
namespace {

Bytes owned_by(std::size_t owner) {
  return Bytes(90, static_cast<std::uint8_t>(owner));
}

// Every mobile sends at once, with the same access burst in the same frame, and is answered. Whatever happens then,
// nobody gets what is another's.
TEST(GrrContention, NeverDeliversAForeignPdu) {
  constexpr unsigned kStations = 3;
  std::uint64_t lost_contentions = 0;
  for (unsigned seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    TestAir air(kStations, seed % 2 == 0 ? 0.1 : 0.0, seed, false, true);
    air.network.one_tfi_for_all = true;
    for (unsigned i = 0; i < kStations; ++i) air.send(i, owned_by(i));
    std::size_t answered = 0;
    EXPECT_TRUE(air.run_until([&] {
      for (; answered < air.network.delivered.size(); ++answered) {
        const auto& uplink = air.network.delivered[answered];
        EXPECT_EQ(uplink.tlli, air.station(uplink.pdu[0]).tlli);
        air.network.send_llc_pdu(uplink.tlli, owned_by(uplink.pdu[0]));
      }
      for (unsigned i = 0; i < kStations; ++i) {
        if (air.station(i).received.empty()) return false;
      }
      return true;
    }));
    for (unsigned i = 0; i < kStations; ++i) {
      for (const auto& pdu : air.station(i).received) {
        EXPECT_EQ(pdu.tlli, air.station(i).tlli);
        EXPECT_EQ(pdu.pdu, owned_by(i));
      }
      lost_contentions += air.station(i).grr->counters().contentions_lost;
    }
  }
  EXPECT_GE(lost_contentions, 8U);  // or the test shows nothing
}

// One mobile, led by hand into an uplink TBF on timeslot 6 with TFI 0 and USF 0, its contention open.
class GrrContentionOpen : public testing::Test {
 protected:
  GrrContentionOpen() : grr_({}, [] { return 0U; }) {
    grr_.assign_tlli(kTlli, kTlli);
    grr_.on_synchronised(now_, kArfcn, 0);
    for (const auto& si : {si3(), si13()}) hear(l1::Channel::bcch, 0, si);
    grr_.send_llc_pdu(now_, kTlli, Bytes(90, 0x11));
    grr_.on_access_burst_sent(now_, 0x78, frame_);
    rr::ImmediateAssignment assignment;
    assignment.channel = rr::PacketChannel{6, 7, kArfcn};
    assignment.reference = rr::RequestReference::of(0x78, frame_);
    assignment.assignment = rr::UplinkTbfAssignment{};
    hear(l1::Channel::ccch, 0, assignment.encode());
  }
  Effects hear(l1::Channel channel, std::uint8_t timeslot, Bytes block) {
    return grr_.on_downlink_block(now_, {channel, kArfcn, timeslot, frame_, {}, std::move(block)});
  }
  // A control block with USF 7, polling.
  Effects order(Bytes message) {
    message.insert(message.begin(), rlcmac::DownlinkMacHeader{1, 0, 7}.encode());
    return hear(l1::Channel::pdch, 6, std::move(message));
  }
  Effects acknowledge(std::uint32_t tlli) {
    rlcmac::PacketUplinkAckNack message;
    message.contention_resolution_tlli = tlli;
    return order(rlcmac::encode(message));
  }
  template <class T>
  static long count(const Effects& effects) {
    return std::ranges::count_if(effects, [](const auto& it) { return std::holds_alternative<T>(it); });
  }
  Effects assign_downlink() {
    rlcmac::PacketDownlinkAssignment message;
    message.address = rlcmac::UplinkTfi{0};
    message.timeslots = 0x02;
    message.tfi = 5;
    return order(rlcmac::encode(message));
  }

  static constexpr Tlli kTlli{0xc0000001};
  Time now_{};
  l1::FrameNumber frame_{1040};
  GrrMs grr_;
};

TEST_F(GrrContentionOpen, RefusesADownlinkAddressedByUplinkTfi) {
  EXPECT_EQ(count<SendBlock>(assign_downlink()), 0);
  EXPECT_EQ(grr_.counters().downlink_tbfs, 0U);
  EXPECT_EQ(count<SendBlock>(acknowledge(kTlli.value)), 1);
  EXPECT_EQ(count<SendBlock>(assign_downlink()), 1);
  EXPECT_EQ(grr_.counters().downlink_tbfs, 1U);
}

TEST_F(GrrContentionOpen, LeavesTheTbfOfAnother) {
  const auto effects = acknowledge(0xc0000002);
  EXPECT_EQ(count<SendBlock>(effects), 0);
  EXPECT_EQ(count<SendAccessBurst>(effects), 1);  // the PDU is still to be sent
  EXPECT_EQ(grr_.counters().contentions_lost, 1U);
}

// Not even where the other TLLI is one that we have left: osmo-pcu takes the blocks of that one only.
TEST_F(GrrContentionOpen, LeavesATbfOfItsOwnOldTlli) {
  constexpr Tlli kOld{0xc0000004};
  grr_.assign_tlli(kOld, kTlli);
  EXPECT_EQ(count<SendAccessBurst>(acknowledge(kOld.value)), 1);
  EXPECT_EQ(grr_.counters().contentions_lost, 1U);
}

TEST_F(GrrContentionOpen, BeginsADownlinkTbfAnewWhereTheNetworkForgotTheOldOne) {
  acknowledge(kTlli.value);
  assign_downlink();
  EXPECT_EQ(count<SendBlock>(assign_downlink()), 1);  // the same TFI, by the uplink's
  EXPECT_EQ(grr_.counters().downlink_tbfs, 2U);
}

// osmo-pcu names the mobile in each acknowledgement, and by its newest TLLI.
TEST_F(GrrContentionOpen, KnowsItsNewTlliInATbfOfTheOldOne) {
  acknowledge(kTlli.value);
  constexpr Tlli kNew{0xc0000003};
  grr_.assign_tlli(kTlli, kNew);
  EXPECT_EQ(count<SendAccessBurst>(acknowledge(kNew.value)), 0);
  EXPECT_EQ(grr_.counters().contentions_lost, 0U);
}

TEST_F(GrrContentionOpen, EndsWithT3166) {
  ASSERT_EQ(count<SendBlock>(hear(l1::Channel::pdch, 6,
                                  Bytes{0x40, 0x94, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})),
            1);
  now_ += std::chrono::milliseconds(5000);
  EXPECT_EQ(count<SendAccessBurst>(grr_.on_timer(now_)), 1);
  EXPECT_EQ(grr_.counters().contentions_lost, 1U);
}

TEST_F(GrrContentionOpen, EndsWithN3104) {
  Bytes grant(23, 0x2b);
  grant[0] = 0x40;
  grant[1] = 0x94;
  unsigned blocks = 0;
  while (grr_.counters().contentions_lost == 0 && blocks < 1000) {
    frame_ = frame_ + 13;
    blocks += static_cast<unsigned>(count<SendBlock>(hear(l1::Channel::pdch, 6, grant)));
  }
  EXPECT_EQ(blocks, 3U * (15 + 3) + 1);
}

TEST_F(GrrContentionOpen, EndsWithT3164WithoutAnyGrant) {
  now_ += std::chrono::milliseconds(5000);
  EXPECT_EQ(count<SendAccessBurst>(grr_.on_timer(now_)), 1);
  EXPECT_EQ(grr_.counters().tbf_failures, 1U);
}

}  // namespace
}  // namespace foothold::gsm::grr::test

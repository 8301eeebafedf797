// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gmock/gmock.h>

#include "test_mobile.h"

namespace foothold::gsm::gmm {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class GmmUpdate : public testing::Test {
 protected:
  void SetUp() override { mobile.attach_completely(); }
  RoutingAreaUpdateAccept accept() const {
    RoutingAreaUpdateAccept message;
    message.routing_area = kThere;
    message.periodic_ra_update_timer = {0x2a};
    message.negotiated_ready_timer = l3::GprsTimer{0x16};
    return message;
  }
  TestMobile mobile;
};

TEST_F(GmmUpdate, NewAreaIsReportedUnderAForeignTlli) {
  mobile.cell(kThere);
  const auto request = mobile.sent_message<RoutingAreaUpdateRequest>();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->update_type, UpdateType::ra);
  EXPECT_EQ(request->old_routing_area, kHere);
  EXPECT_EQ(request->cksn, 0);
  EXPECT_EQ(mobile.gmm.tlli(), Tlli{0xb0000001});
  EXPECT_FALSE(mobile.find<l3::SendPdu>()->ciphered);
  EXPECT_EQ(mobile.started(GmmTimer::t3330), seconds(15));
  EXPECT_EQ(mobile.gmm.state(), GmmState::routing_area_updating_initiated);
}

TEST_F(GmmUpdate, ComesBeforeItsTimeWhereItIsWished) {
  mobile.effects = mobile.gmm.update();
  const auto request = mobile.sent_message<RoutingAreaUpdateRequest>();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->update_type, UpdateType::periodic);
  EXPECT_EQ(mobile.started(GmmTimer::t3330), seconds(15));
  EXPECT_THAT(mobile.gmm.update(), IsEmpty());  // one is under way
}

TEST_F(GmmUpdate, IsNotWishedForWithoutACell) {
  mobile.gmm.on_cell_lost();
  EXPECT_THAT(mobile.gmm.update(), IsEmpty());
}

TEST_F(GmmUpdate, AcceptWithPtmsiIsCompleted) {
  mobile.cell(kThere);
  auto message = accept();
  message.allocated_ptmsi = Ptmsi{0xf0000009};
  message.pdp_context_status = PdpContextStatus{0x20, 0};
  mobile.receive(message, true);
  EXPECT_THAT(mobile.sent(), ElementsAre("080a"));
  EXPECT_TRUE(mobile.find<l3::SendPdu>()->ciphered);
  EXPECT_EQ(mobile.gmm.tlli(), Tlli{0xf0000009});
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3330));
  ASSERT_NE(mobile.find<UpdateConfirm>(), nullptr);
  EXPECT_EQ(mobile.find<UpdateConfirm>()->pdp_context_status, (PdpContextStatus{0x20, 0}));
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered);
}

TEST_F(GmmUpdate, AcceptWithoutPtmsiKeepsItAndNeedsNoComplete) {
  mobile.cell(kThere);
  mobile.receive(accept(), true);
  EXPECT_THAT(mobile.sent(), IsEmpty());
  EXPECT_EQ(mobile.gmm.tlli(), Tlli{0xf0000001});
  mobile.cell(kThere);
  EXPECT_THAT(mobile.sent(), IsEmpty());
}

TEST_F(GmmUpdate, StandbyBeginsThePeriodicTimerAndReadyEndsIt) {
  mobile.expire(GmmTimer::t3314);
  EXPECT_EQ(mobile.started(GmmTimer::t3312), minutes(10));
  mobile.effects = mobile.gmm.on_uplink_llc_pdu();
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3312));
  EXPECT_EQ(mobile.started(GmmTimer::t3314), seconds(44));
}

TEST_F(GmmUpdate, PeriodicUpdateKeepsTheLocalTlli) {
  mobile.expire(GmmTimer::t3314);
  mobile.expire(GmmTimer::t3312);
  EXPECT_EQ(mobile.sent_message<RoutingAreaUpdateRequest>()->update_type, UpdateType::periodic);
  EXPECT_EQ(mobile.gmm.tlli(), Tlli{0xf0000001});
}

TEST_F(GmmUpdate, ReadyTimerOfZeroMeansAlwaysStandby) {
  mobile.cell(kThere);
  auto message = accept();
  message.negotiated_ready_timer = l3::GprsTimer{0};
  mobile.receive(message, true);
  EXPECT_EQ(mobile.started(GmmTimer::t3314), std::nullopt);
  EXPECT_EQ(mobile.started(GmmTimer::t3312), minutes(10));
}

TEST_F(GmmUpdate, DeactivatedReadyTimerMeansAlwaysReady) {
  mobile.cell(kThere);
  auto message = accept();
  message.negotiated_ready_timer = l3::GprsTimer::deactivated();
  mobile.receive(message, true);
  EXPECT_EQ(mobile.started(GmmTimer::t3314), std::nullopt);
  EXPECT_EQ(mobile.started(GmmTimer::t3312), std::nullopt);
}

TEST_F(GmmUpdate, TriesAgainAfterFifthT3330Expiry) {
  mobile.cell(kThere);
  for (int expiry = 1; expiry <= 4; ++expiry) {
    mobile.expire(GmmTimer::t3330);
    EXPECT_TRUE(mobile.sent_message<RoutingAreaUpdateRequest>()) << expiry;
  }
  mobile.expire(GmmTimer::t3330);
  EXPECT_EQ(mobile.started(GmmTimer::t3311), seconds(15));
  EXPECT_EQ(mobile.gmm.substate(), GmmSubstate::attempting_to_update);
  mobile.expire(GmmTimer::t3311);
  EXPECT_TRUE(mobile.sent_message<RoutingAreaUpdateRequest>());
}

TEST_F(GmmUpdate, RestsForT3302AfterFiveAttempts) {
  mobile.cell(kThere);
  for (int attempt = 1; attempt <= 5; ++attempt) {
    mobile.receive("080b1100", true);
    if (attempt < 5) mobile.expire(GmmTimer::t3311);
  }
  EXPECT_EQ(mobile.started(GmmTimer::t3302), minutes(12));
  mobile.expire(GmmTimer::t3302);
  EXPECT_TRUE(mobile.sent_message<RoutingAreaUpdateRequest>());
}

TEST_F(GmmUpdate, UnknownOrImplicitlyDetachedMobileAttachesAgain) {
  for (const auto* reject : {"080b0900", "080b0a00"}) {
    TestMobile fresh;
    fresh.attach_completely();
    fresh.cell(kThere);
    fresh.receive(std::string(reject));
    EXPECT_TRUE(fresh.find<DetachIndication>()->reattaching);
    EXPECT_TRUE(fresh.sent_message<AttachRequest>());
  }
}

TEST_F(GmmUpdate, PermanentRejectDetaches) {
  for (const auto* cause : {"03", "06", "07", "08", "0b", "0c", "0e"}) {
    TestMobile fresh;
    fresh.attach_completely();
    fresh.cell(kThere);
    fresh.receive(std::string("080b") + cause + "00");
    ASSERT_NE(fresh.find<DetachIndication>(), nullptr) << cause;
    EXPECT_FALSE(fresh.find<DetachIndication>()->reattaching);
    EXPECT_EQ(fresh.gmm.state(), GmmState::deregistered);
    EXPECT_EQ(fresh.gmm.ptmsi(), std::nullopt);
  }
}

TEST_F(GmmUpdate, RoamingRejectLeavesLimitedService) {
  for (const auto* reject : {"080b0d00", "080b0f00"}) {
    TestMobile fresh;
    fresh.attach_completely();
    fresh.cell(kThere);
    fresh.receive(std::string(reject));
    EXPECT_EQ(fresh.gmm.state(), GmmState::registered);
    EXPECT_EQ(fresh.gmm.substate(), GmmSubstate::limited_service);
    fresh.cell(kThere);
    EXPECT_THAT(fresh.sent(), IsEmpty());
  }
}

TEST_F(GmmUpdate, ReattachRequiredDuringUpdate) {
  mobile.cell(kThere);
  mobile.receive("080501250a");
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered_initiated);
}

TEST_F(GmmUpdate, PtmsiReallocation) {
  PtmsiReallocationCommand command;
  command.allocated_ptmsi = Ptmsi{0xf0000077};
  command.routing_area = kHere;
  mobile.receive(command, true);
  EXPECT_THAT(mobile.sent(), ElementsAre("0811"));
  EXPECT_EQ(mobile.gmm.ptmsi(), Ptmsi{0xf0000077});
  EXPECT_EQ(mobile.gmm.tlli(), Tlli{0xf0000077});
}

TEST_F(GmmUpdate, AuthenticationFailureDuringUpdateKeepsTheRegistration) {
  mobile.cell(kThere);
  mobile.challenge(3, true, 0x55);
  mobile.sim(MacFailure{});
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3330));
  mobile.expire(GmmTimer::t3318);
  EXPECT_NE(mobile.find<BarCell>(), nullptr);
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered);
  EXPECT_EQ(mobile.gmm.substate(), GmmSubstate::no_cell_available);
}

}  // namespace
}  // namespace foothold::gsm::gmm

// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gmock/gmock.h>

#include "test_mobile.h"

namespace foothold::gsm::gmm {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(GmmDetach, AsksAndWaits) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.detach();
  EXPECT_THAT(mobile.sent(), ElementsAre("0805011805f4f0000001"));
  EXPECT_EQ(mobile.started(GmmTimer::t3321), seconds(15));
  EXPECT_EQ(mobile.gmm.state(), GmmState::deregistered_initiated);
  mobile.receive("080600", true);
  EXPECT_NE(mobile.find<DetachConfirm>(), nullptr);
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3321));
  EXPECT_EQ(mobile.find<AssignTlli>()->new_tlli, std::nullopt);
  EXPECT_EQ(mobile.gmm.state(), GmmState::deregistered);
}

TEST(GmmDetach, NoPeriodicUpdateBeginsWhileItGoesOn) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.expire(GmmTimer::t3314);
  mobile.detach();
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3312));
  mobile.expire(GmmTimer::t3312);
  EXPECT_THAT(mobile.sent(), IsEmpty());
  EXPECT_EQ(mobile.gmm.state(), GmmState::deregistered_initiated);
}

TEST(GmmDetach, PowerOffWaitsForNothing) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.detach(true);
  EXPECT_THAT(mobile.sent(), ElementsAre("0805091805f4f0000001"));
  EXPECT_LT(mobile.position<l3::SendPdu>(), mobile.position<AssignTlli>());
  EXPECT_NE(mobile.find<DetachConfirm>(), nullptr);
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3314));
}

TEST(GmmDetach, EndsLocallyAfterFifthT3321Expiry) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.detach();
  for (int expiry = 1; expiry <= 4; ++expiry) {
    mobile.expire(GmmTimer::t3321);
    EXPECT_TRUE(mobile.sent_message<MoDetachRequest>()) << expiry;
  }
  mobile.expire(GmmTimer::t3321);
  EXPECT_THAT(mobile.sent(), IsEmpty());
  EXPECT_NE(mobile.find<DetachConfirm>(), nullptr);
}

TEST(GmmDetach, WhileDeregisteredIsDoneAtOnce) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.receive("080411");  // T3311 runs
  mobile.detach();
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3311));
  EXPECT_NE(mobile.find<DetachConfirm>(), nullptr);
}

TEST(GmmDetach, DuringAttachAbortsIt) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.detach();
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3310));
  EXPECT_TRUE(mobile.sent_message<MoDetachRequest>());
}

// 08 05 01 25 0a, as osmo-sgsn sends it in the clear to a TLLI that it does not know (any more).
TEST(GmmDetach, ImplicitlyDetachedMobileAttachesAgain) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.receive("080501250a", false);
  const auto sent = mobile.sent();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0], "0806");
  EXPECT_EQ(sent[1].substr(0, 4), "0801");
  const auto* indication = mobile.find<DetachIndication>();
  ASSERT_NE(indication, nullptr);
  EXPECT_TRUE(indication->reattaching);
  EXPECT_EQ(indication->cause, GmmCause::implicitly_detached);
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered_initiated);
}

TEST(GmmDetach, NetworkWantsNoReattach) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.receive("080502", true);
  EXPECT_THAT(mobile.sent(), ElementsAre("0806"));
  EXPECT_FALSE(mobile.find<DetachIndication>()->reattaching);
  EXPECT_EQ(mobile.gmm.state(), GmmState::deregistered);
  EXPECT_EQ(mobile.gmm.ptmsi(), Ptmsi{0xf0000001});
}

TEST(GmmDetach, NetworkDeclaresTheSubscriptionInvalid) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.receive("0805022507", true);
  EXPECT_EQ(mobile.gmm.substate(), GmmSubstate::no_imsi);
  EXPECT_EQ(mobile.gmm.ptmsi(), std::nullopt);
}

TEST(GmmDetach, OfCircuitSwitchedServicesChangesNothing) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.receive("080503", true);
  EXPECT_THAT(mobile.sent(), ElementsAre("0806"));
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered);
}

TEST(GmmDetach, ReattachRequestDuringAttachIsIgnored) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.receive("080501250a");
  EXPECT_THAT(mobile.sent(), IsEmpty());
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered_initiated);
}

TEST(GmmDetach, ByTheNetworkDuringAttachFailsIt) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.receive("080502250b");
  EXPECT_NE(mobile.find<AttachFailed>(), nullptr);
  EXPECT_EQ(mobile.gmm.substate(), GmmSubstate::plmn_search);
}

TEST(GmmDetach, CollisionIsAnsweredAndOursGoesOn) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.detach();
  mobile.receive("080502", true);
  EXPECT_THAT(mobile.sent(), ElementsAre("0806"));
  EXPECT_EQ(mobile.gmm.state(), GmmState::deregistered_initiated);
}

}  // namespace
}  // namespace foothold::gsm::gmm

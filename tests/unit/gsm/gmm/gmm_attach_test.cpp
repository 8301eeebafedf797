// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gmock/gmock.h>

#include "gsm/gmm/gmm_timing.h"
#include "test_mobile.h"

namespace foothold::gsm::gmm {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(GmmAttach, WaitsForACell) {
  TestMobile mobile;
  mobile.attach();
  EXPECT_THAT(mobile.sent(), IsEmpty());
  mobile.cell();
  EXPECT_TRUE(mobile.sent_message<AttachRequest>());
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered_initiated);
}

TEST(GmmAttach, FirstRequestGivesThePcidUnderARandomTlli) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  const auto request = mobile.sent_message<AttachRequest>();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->identity, MobileIdentity(*Imsi::parse("001020000000001")));
  EXPECT_EQ(request->cksn, kNoCksn);
  EXPECT_EQ(request->old_routing_area, (RoutingArea{{1, 1, 2}, 0xfffe, 0xff}));
  const auto* assign = mobile.find<AssignTlli>();
  ASSERT_NE(assign, nullptr);
  EXPECT_EQ(assign->old_tlli, std::nullopt);
  EXPECT_EQ(assign->new_tlli->kind(), Tlli::Kind::random);
  EXPECT_LT(mobile.position<AssignTlli>(), mobile.position<l3::SendPdu>());
  EXPECT_EQ(mobile.find<SetCiphering>()->gea, 0);
  EXPECT_FALSE(mobile.find<l3::SendPdu>()->ciphered);
  EXPECT_EQ(mobile.started(GmmTimer::t3310), seconds(15));
  const auto* event = mobile.event("gmm.attach_request");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->kind, trace::Kind::sent);
  EXPECT_EQ(event->to, trace::Actor::sgsn);
  EXPECT_EQ(event->device, "001020000000001");
}

TEST(GmmAttach, AcceptGivesLocalTlliThenCompleteThenConfirm) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  const auto random = mobile.gmm.tlli();
  mobile.challenge();
  mobile.sim(umts_success());
  mobile.receive(test_accept(), true);
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3310));
  EXPECT_THAT(mobile.sent(), ElementsAre("0803"));
  EXPECT_TRUE(mobile.find<l3::SendPdu>()->ciphered);
  const auto* assign = mobile.find<AssignTlli>();
  ASSERT_NE(assign, nullptr);
  EXPECT_EQ(assign->old_tlli, random);
  EXPECT_EQ(assign->new_tlli, Tlli{0xf0000001});
  EXPECT_LT(mobile.position<AssignTlli>(), mobile.position<l3::SendPdu>());
  EXPECT_LT(mobile.position<l3::SendPdu>(), mobile.position<AttachConfirm>());
  EXPECT_EQ(mobile.started(GmmTimer::t3314), seconds(44));
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered);
  EXPECT_EQ(mobile.event("gmm.attach_accept")->kind, trace::Kind::received);
  EXPECT_EQ(mobile.event("gmm.attach_accept")->field("imsi"), "001020000000001");
  EXPECT_EQ(mobile.event("gmm.state")->field("to"), "GMM-REGISTERED");
}

TEST(GmmAttach, AcceptWithoutPtmsiNeedsNoComplete) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.challenge();
  mobile.sim(umts_success());
  auto accept = test_accept();
  accept.allocated_ptmsi.reset();
  mobile.receive(accept, true);
  EXPECT_THAT(mobile.sent(), IsEmpty());
  EXPECT_NE(mobile.find<AttachConfirm>(), nullptr);
}

TEST(GmmAttach, RepeatedAcceptIsCompletedAgain) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.receive(test_accept(), true);
  EXPECT_THAT(mobile.sent(), ElementsAre("0803"));
  EXPECT_EQ(mobile.find<AttachConfirm>(), nullptr);
}

TEST(GmmAttach, RefusesAcceptOfANetworkThatProvedNothing) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.receive(test_accept());
  EXPECT_EQ(mobile.find<AttachConfirm>(), nullptr);
  ASSERT_NE(mobile.find<AttachFailed>(), nullptr);
  EXPECT_EQ(mobile.event("gmm.authentication_failed")->field("weakness"), "H9");

  auto weak = test_settings();
  weak.require_umts_aka = false;
  TestMobile trusting(weak);
  trusting.cell();
  trusting.attach();
  trusting.receive(test_accept());
  EXPECT_NE(trusting.find<AttachConfirm>(), nullptr);
}

TEST(GmmAttach, AbortsAfterFifthT3310Expiry) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  const auto first = mobile.sent();
  for (int expiry = 1; expiry <= 4; ++expiry) {
    mobile.expire(GmmTimer::t3310);
    EXPECT_EQ(mobile.sent(), first) << expiry;  // the very same octets: osmo-sgsn ignores it while it works on it
    EXPECT_EQ(mobile.started(GmmTimer::t3310), seconds(15));
  }
  mobile.expire(GmmTimer::t3310);
  EXPECT_THAT(mobile.sent(), IsEmpty());
  EXPECT_EQ(mobile.gmm.state(), GmmState::deregistered);
  EXPECT_EQ(mobile.gmm.substate(), GmmSubstate::attempting_to_attach);
  EXPECT_EQ(mobile.started(GmmTimer::t3311), seconds(15));
  ASSERT_NE(mobile.find<AttachFailed>(), nullptr);
  EXPECT_EQ(mobile.find<AttachFailed>()->retry_after, seconds(15));
  mobile.expire(GmmTimer::t3311);
  EXPECT_TRUE(mobile.sent_message<AttachRequest>());
}

TEST(GmmAttach, RestsForT3302AfterFiveAttempts) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  for (int attempt = 1; attempt <= 5; ++attempt) {
    for (int expiry = 1; expiry <= 5; ++expiry) mobile.expire(GmmTimer::t3310);
    ASSERT_NE(mobile.find<AttachFailed>(), nullptr);
    if (attempt < 5) mobile.expire(GmmTimer::t3311);
  }
  EXPECT_EQ(mobile.started(GmmTimer::t3302), minutes(12));
  EXPECT_EQ(mobile.started(GmmTimer::t3311), std::nullopt);
  EXPECT_EQ(mobile.find<AttachFailed>()->retry_after, minutes(12));
  EXPECT_NE(mobile.event("gmm.attach_failed"), nullptr);
  mobile.expire(GmmTimer::t3302);
  EXPECT_TRUE(mobile.sent_message<AttachRequest>());
}

TEST(GmmAttach, RetriesSoonAfterNetworkFailureAndDoublesThePause) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  for (const auto pause : {500, 1000, 2000, 4000}) {
    mobile.receive("080411");
    ASSERT_NE(mobile.find<AttachFailed>(), nullptr);
    EXPECT_EQ(mobile.find<AttachFailed>()->cause, GmmCause::network_failure);
    EXPECT_EQ(mobile.started(GmmTimer::t3311), milliseconds(pause));
    EXPECT_EQ(mobile.event("gmm.attach_failed"), nullptr);
    mobile.expire(GmmTimer::t3311);
    EXPECT_TRUE(mobile.sent_message<AttachRequest>());
  }
  mobile.receive("080411");
  EXPECT_EQ(mobile.event("gmm.attach_failed")->field("reason"), "network failure");
}

TEST(GmmAttach, KeepsToT3311IfNoShortPauseIsSet) {
  auto settings = test_settings();
  settings.network_failure_pause = milliseconds(0);
  TestMobile mobile(settings);
  mobile.cell();
  mobile.attach();
  mobile.receive("080411");
  EXPECT_EQ(mobile.started(GmmTimer::t3311), kT3311);
}

TEST(GmmAttach, CauseThatBlamesTheRequestIsNotRepeatedSoon) {
  for (const auto* cause : {"5f", "60", "61", "63", "6f"}) {
    TestMobile mobile;
    mobile.cell();
    mobile.attach();
    mobile.receive(std::string("0804") + cause + "2a012a");
    EXPECT_EQ(mobile.started(GmmTimer::t3302), minutes(10)) << cause;
    EXPECT_NE(mobile.event("gmm.attach_failed"), nullptr);
  }
}

struct Reject {
  std::uint8_t cause;
  GmmSubstate substate;
  bool subscription_invalid;
};
class GmmAttachReject : public testing::TestWithParam<Reject> {};

TEST_P(GmmAttachReject, EndsTheAttachForGood) {
  const auto [cause, substate, invalid] = GetParam();
  TestMobile mobile;
  mobile.attach_completely();  // so that there is something to forget
  mobile.detach(true);
  mobile.attach();
  mobile.receive(AttachReject{static_cast<GmmCause>(cause), std::nullopt});
  const auto* failed = mobile.find<AttachFailed>();
  ASSERT_NE(failed, nullptr);
  EXPECT_EQ(failed->cause, static_cast<GmmCause>(cause));
  EXPECT_EQ(failed->retry_after, std::nullopt);
  EXPECT_EQ(mobile.gmm.substate(), substate);
  EXPECT_EQ(mobile.gmm.ptmsi(), std::nullopt);
  const auto* event = mobile.event("gmm.attach_reject");
  EXPECT_EQ(event->kind, trace::Kind::failure);
  EXPECT_EQ(event->field("cause"), std::to_string(cause));
  EXPECT_FALSE(event->field("reason").empty());
  mobile.attach();
  EXPECT_EQ(mobile.sent_message<AttachRequest>().has_value(), !invalid);
  EXPECT_EQ(mobile.find<AttachFailed>() != nullptr, invalid);
}

INSTANTIATE_TEST_SUITE_P(Clause4_7_3_1_4, GmmAttachReject,
                         testing::Values(Reject{3, GmmSubstate::no_imsi, true}, Reject{6, GmmSubstate::no_imsi, true},
                                         Reject{7, GmmSubstate::no_imsi, true}, Reject{8, GmmSubstate::no_imsi, true},
                                         Reject{11, GmmSubstate::plmn_search, false},
                                         Reject{12, GmmSubstate::limited_service, false},
                                         Reject{13, GmmSubstate::plmn_search, false},
                                         Reject{14, GmmSubstate::plmn_search, false},
                                         Reject{15, GmmSubstate::limited_service, false}));

TEST(GmmAttach, SecondAttachUsesPtmsiLocalTlliAndTheOldKey) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.detach(true);
  mobile.attach();
  const auto request = mobile.sent_message<AttachRequest>();
  EXPECT_EQ(request->identity, MobileIdentity(Ptmsi{0xf0000001}));
  EXPECT_EQ(request->cksn, 0);
  EXPECT_EQ(request->old_routing_area, kHere);
  EXPECT_EQ(mobile.gmm.tlli(), Tlli{0xf0000001});
  EXPECT_EQ(mobile.find<SetCiphering>()->gea, 3);  // the network may answer ciphered at once
  EXPECT_FALSE(mobile.find<l3::SendPdu>()->ciphered);
  mobile.receive(test_accept(0xf0000002), true);
  EXPECT_THAT(mobile.sent(), ElementsAre("0803"));
  EXPECT_TRUE(mobile.find<l3::SendPdu>()->ciphered);
  EXPECT_NE(mobile.find<AttachConfirm>(), nullptr);
}

TEST(GmmAttach, InAnotherAreaTheTlliIsForeign) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.detach(true);
  mobile.cell(kThere);
  mobile.attach();
  EXPECT_EQ(mobile.gmm.tlli(), Tlli{0xb0000001});
}

TEST(GmmAttach, IsRefusedWhileRegistered) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.attach();
  EXPECT_THAT(mobile.sent(), IsEmpty());
  EXPECT_EQ(mobile.event("gmm.attach")->kind, trace::Kind::discarded);
}

TEST(GmmAttach, RejectAfterAcceptIsDiscarded) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.receive("080403");
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered);
  EXPECT_THAT(mobile.sent(), ElementsAre("082062"));  // GMM STATUS, cause 98
}

}  // namespace
}  // namespace foothold::gsm::gmm

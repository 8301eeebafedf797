// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gmock/gmock.h>

#include "test_mobile.h"

namespace foothold::gsm::gmm {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class GmmAuthentication : public testing::Test {
 protected:
  void SetUp() override {
    mobile.cell();
    mobile.attach();
  }
  TestMobile mobile;
};

TEST_F(GmmAuthentication, PassesRandAndAutnToTheUsim) {
  mobile.challenge();
  const auto* request = mobile.find<AuthenticateRequest>();
  ASSERT_NE(request, nullptr);
  EXPECT_EQ(request->rand[0], 0x11);
  EXPECT_EQ((*request->autn)[0], 0x22);
  EXPECT_THAT(mobile.sent(), IsEmpty());
}

TEST_F(GmmAuthentication, AnswersWithExtensionAndImeisvThenCiphers) {
  mobile.challenge();
  mobile.sim(umts_success());
  // Form as in the response that osmo-sgsn took: reference 2, RES 22, IMEISV 23, RES extension 29.
  EXPECT_THAT(mobile.sent(), ElementsAre("081302"
                                         "22a1a2a3a4"
                                         "23093365290900000010f7"
                                         "2904b1b2b3b4"));
  EXPECT_FALSE(mobile.find<l3::SendPdu>()->ciphered);
  const auto* ciphering = mobile.find<SetCiphering>();
  ASSERT_NE(ciphering, nullptr);
  EXPECT_EQ(ciphering->gea, 3);
  EXPECT_TRUE(ciphering->keys && ciphering->keys->umts);
  EXPECT_LT(mobile.position<l3::SendPdu>(), mobile.position<SetCiphering>());
  EXPECT_EQ(mobile.started(GmmTimer::t3316), seconds(30));
}

TEST_F(GmmAuthentication, WithGea0NothingIsCiphered) {
  mobile.challenge(0);
  mobile.sim(umts_success());
  EXPECT_EQ(mobile.find<SetCiphering>()->gea, 0);
  EXPECT_FALSE(mobile.find<SetCiphering>()->keys);
  EXPECT_FALSE(mobile.gmm.ciphering_in_use());
}

TEST_F(GmmAuthentication, ImeisvOnlyIfAsked) {
  AuthenticationAndCipheringRequest request;
  request.rand.emplace().fill(1);
  request.autn.emplace().fill(2);
  request.cksn = 1;
  mobile.receive(request);
  mobile.sim(umts_success());
  EXPECT_THAT(mobile.sent(), ElementsAre("08130022a1a2a3a42904b1b2b3b4"));
}

TEST_F(GmmAuthentication, RefusesAChallengeWithoutAutn) {
  mobile.challenge(3, false);
  EXPECT_EQ(mobile.find<AuthenticateRequest>(), nullptr);
  EXPECT_THAT(mobile.sent(), ElementsAre("081c17"));  // GSM authentication unacceptable
  EXPECT_EQ(mobile.event("gmm.authentication_failed")->field("weakness"), "H9");
  EXPECT_EQ(mobile.started(GmmTimer::t3318), seconds(20));
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3310));
}

TEST(GmmGsmAuthentication, TakesAChallengeWithoutAutnIfTheWeaknessIsAccepted) {
  auto settings = test_settings();
  settings.require_umts_aka = false;
  TestMobile mobile(settings);
  mobile.cell();
  mobile.attach();
  mobile.challenge(3, false);
  ASSERT_NE(mobile.find<AuthenticateRequest>(), nullptr);
  EXPECT_EQ(mobile.find<AuthenticateRequest>()->autn, std::nullopt);
  mobile.sim(Authenticated{*from_hex("a1a2a3a4"), {}});
  EXPECT_FALSE(mobile.sent_message<AuthenticationAndCipheringResponse>()->res_extension);
  EXPECT_EQ(mobile.find<SetCiphering>()->gea, 3);
}

TEST(GmmGsmAuthentication, ASimIsNotGivenAutn) {
  auto settings = test_settings();
  settings.usim = false;
  TestMobile mobile(settings);
  mobile.cell();
  mobile.attach();
  mobile.challenge();
  ASSERT_NE(mobile.find<AuthenticateRequest>(), nullptr);
  EXPECT_EQ(mobile.find<AuthenticateRequest>()->autn, std::nullopt);
}

TEST_F(GmmAuthentication, ReportsMacFailureAndHoldsT3310) {
  mobile.challenge();
  mobile.sim(MacFailure{});
  EXPECT_THAT(mobile.sent(), ElementsAre("081c14"));
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3310));
  EXPECT_EQ(mobile.started(GmmTimer::t3318), seconds(20));
  EXPECT_EQ(mobile.event("gmm.authentication_failed")->field("cause"), "mac");
  mobile.challenge(3, true, 0x12);
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3318));
  mobile.sim(umts_success());
  EXPECT_EQ(mobile.started(GmmTimer::t3310), seconds(15));
}

TEST_F(GmmAuthentication, ReportsSynchFailureWithAuts) {
  mobile.challenge();
  Auts auts;
  auts.fill(0xab);
  mobile.sim(SynchFailure{auts});
  EXPECT_THAT(mobile.sent(), ElementsAre("081c15300eabababababababababababababab"));
  EXPECT_EQ(mobile.started(GmmTimer::t3320), seconds(15));
  EXPECT_EQ(mobile.event("gmm.authentication_failed")->field("cause"), "sync");
}

TEST_F(GmmAuthentication, BarsTheCellIfNoNewChallengeComes) {
  mobile.challenge();
  mobile.sim(MacFailure{});
  mobile.expire(GmmTimer::t3318);
  EXPECT_NE(mobile.find<BarCell>(), nullptr);
  ASSERT_NE(mobile.find<AttachFailed>(), nullptr);
  EXPECT_EQ(mobile.find<AttachFailed>()->retry_after, std::nullopt);
  EXPECT_EQ(mobile.gmm.state(), GmmState::deregistered);
}

TEST_F(GmmAuthentication, BarsTheCellAfterThreeFailuresInARow) {
  mobile.challenge(3, true, 1);
  mobile.sim(MacFailure{});
  mobile.challenge(3, true, 2);
  mobile.sim(SynchFailure{});
  EXPECT_EQ(mobile.find<BarCell>(), nullptr);
  mobile.challenge(3, false, 3);
  EXPECT_NE(mobile.find<BarCell>(), nullptr);
}

TEST_F(GmmAuthentication, AnswersARepeatedChallengeFromMemory) {
  mobile.challenge();
  mobile.sim(umts_success());
  const auto first = mobile.sent();
  mobile.challenge();
  EXPECT_EQ(mobile.find<AuthenticateRequest>(), nullptr);
  EXPECT_EQ(mobile.sent(), first);
  mobile.expire(GmmTimer::t3316);
  mobile.challenge();
  EXPECT_NE(mobile.find<AuthenticateRequest>(), nullptr);
}

TEST_F(GmmAuthentication, RepetitionWhileTheUsimWorksAsksItOnce) {
  mobile.challenge();
  mobile.challenge();
  EXPECT_EQ(mobile.find<AuthenticateRequest>(), nullptr);
  mobile.sim(umts_success());
  EXPECT_TRUE(mobile.sent_message<AuthenticationAndCipheringResponse>());
}

TEST_F(GmmAuthentication, AnswerToAnOvertakenChallengeIsDiscarded) {
  mobile.challenge(3, true, 1);
  const auto old_id = *mobile.challenge_id;
  mobile.challenge(3, true, 2);
  mobile.effects = mobile.gmm.on_authenticate_response(old_id, umts_success());
  EXPECT_THAT(mobile.sent(), IsEmpty());
  EXPECT_EQ(mobile.event("gmm.authenticate_response")->kind, trace::Kind::discarded);
  mobile.sim(umts_success());
  EXPECT_TRUE(mobile.sent_message<AuthenticationAndCipheringResponse>());
}

TEST_F(GmmAuthentication, RejectInvalidatesTheSubscription) {
  mobile.challenge();
  mobile.sim(umts_success());
  mobile.receive("0814");
  EXPECT_EQ(mobile.event("gmm.authentication_failed")->field("cause"), "reject");
  EXPECT_NE(mobile.find<AttachFailed>(), nullptr);
  EXPECT_EQ(mobile.gmm.substate(), GmmSubstate::no_imsi);
  mobile.attach();
  EXPECT_THAT(mobile.sent(), IsEmpty());
}

TEST_F(GmmAuthentication, UnavailableUsimSendsNothing) {
  mobile.challenge();
  mobile.sim(SimUnavailable{"the TRE is locked"});
  EXPECT_THAT(mobile.sent(), IsEmpty());
  EXPECT_EQ(mobile.event("gmm.authentication_failed")->field("reason"), "the TRE is locked");
}

TEST_F(GmmAuthentication, RefusesResOfWrongLength) {
  for (const std::size_t length : {0U, 3U, 17U}) {
    mobile.challenge(3, true, static_cast<std::uint8_t>(0x30 + length));
    mobile.sim(Authenticated{Bytes(length, 1), {}});
    EXPECT_THAT(mobile.sent(), IsEmpty());
  }
}

TEST_F(GmmAuthentication, RefusesAnAlgorithmItDoesNotHave) {
  mobile.challenge(2);
  EXPECT_THAT(mobile.sent(), ElementsAre("08206f"));
}

TEST_F(GmmAuthentication, ChallengeWithoutCksnIsAConditionalError) {
  AuthenticationAndCipheringRequest request;
  request.rand.emplace();
  mobile.receive(request);
  EXPECT_THAT(mobile.sent(), ElementsAre("082064"));
}

TEST_F(GmmAuthentication, AlgorithmAloneNeedsAKey) {
  mobile.receive("08120300");
  EXPECT_THAT(mobile.sent(), ElementsAre("082064"));
  mobile.challenge(0);
  mobile.sim(umts_success());
  mobile.receive("08120300");
  EXPECT_THAT(mobile.sent(), ElementsAre("081300"));
  EXPECT_EQ(mobile.find<SetCiphering>()->gea, 3);
}

TEST_F(GmmAuthentication, GivesEachIdentity) {
  mobile.receive("081501");
  EXPECT_EQ(mobile.sent_message<IdentityResponse>()->identity, MobileIdentity(*Imsi::parse("001020000000001")));
  mobile.receive("081502");  // as osmo-sgsn asks
  EXPECT_EQ(mobile.sent_message<IdentityResponse>()->identity, MobileIdentity(*Imei::parse("356929000000000")));
  EXPECT_FALSE(mobile.find<l3::SendPdu>()->ciphered);
  mobile.receive("081503");
  EXPECT_EQ(mobile.sent_message<IdentityResponse>()->identity, MobileIdentity(*Imeisv::parse("3569290000000017")));
  mobile.receive("081504");  // there is no P-TMSI yet
  EXPECT_EQ(mobile.sent_message<IdentityResponse>()->identity, MobileIdentity(NoIdentity{}));
}

}  // namespace
}  // namespace foothold::gsm::gmm

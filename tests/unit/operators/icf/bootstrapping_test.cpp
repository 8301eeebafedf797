// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/bootstrapping.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "icf_fixture.h"
#include "pki/gba.h"

namespace foothold::operators::icf {
namespace {

using namespace std::chrono_literals;
const Bootstrapping::TimePoint kStart{1000s};
const std::chrono::sys_seconds kWallClock{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} + 6h};
constexpr auto kImpi = "001020000000001@ims.mnc002.mcc001.3gppnetwork.org";
constexpr auto kBsf = "bsf.mnc002.mcc001.pub.3gppnetwork.org";
constexpr auto kDrf = "drf.mnc002.mcc001.pub.3gppnetwork.org";
constexpr auto kIp = "172.16.32.2";

class BootstrappingTest : public testing::Test {
 protected:
  BootstrappingTest()
      : store(AuthenticationStore::open(":memory:").value()),
        vectors(store, seeded_random(1)),
        bsf({gsm::Plmn::parse("001-02").value(), kDrf}, store, vectors, seeded_random(2)),
        usim{credential(kPcid).key, {}} {
    EXPECT_TRUE(store.keep(credential(kPcid)));
  }

  UbOutcome request(const std::string& authorization, Bootstrapping::TimePoint now = kStart) {
    return bsf.on_request({"GET", "/", authorization, "", kIp}, now, kWallClock);
  }
  static std::string first(const std::string& impi = kImpi) {
    pki::DigestCredentials credentials;
    credentials.username = impi;
    credentials.realm = kBsf;
    credentials.uri = "/";
    return credentials.to_header();
  }
  static pki::DigestChallenge challenge_of(const UbOutcome& outcome) {
    EXPECT_EQ(outcome.answer.status, 401);
    return pki::DigestChallenge::parse(outcome.answer.headers.at(0).second).value();
  }
  static pki::DigestCredentials answer_to(const pki::DigestChallenge& challenge) {
    pki::DigestCredentials answer;
    answer.username = kImpi;
    answer.realm = challenge.realm;
    answer.nonce = challenge.nonce;
    answer.uri = "/";
    answer.algorithm = challenge.algorithm;
    answer.qop = challenge.qop;
    answer.nc = "00000001";
    answer.cnonce = "0123456789abcdef";
    answer.opaque = challenge.opaque;
    return answer;
  }
  // What the USIM computes (TS 33.220 5.3.2): the MAC is hidden with IK until it is turned back.
  gsm::auth::CheckedChallenge ask_usim(const pki::DigestChallenge& challenge) {
    const auto nonce = pki::AkaNonce::parse(challenge.nonce).value();
    const auto ik = gsm::auth::milenage_outputs(usim.key, nonce.rand).ik;
    const auto autn = pki::gba::gba_u_autn(nonce.autn, ik.reveal());
    return gsm::auth::check_autn(usim.key, nonce.rand, autn).value();
  }
  static std::string signed_with(pki::DigestCredentials answer, ByteView res) {
    answer.response = pki::digest_response(answer, res, "GET", "").value();
    return answer.to_header();
  }
  static bool has_event(const UbOutcome& outcome, std::string_view name) {
    return std::any_of(outcome.events.begin(), outcome.events.end(),
                       [&](const auto& event) { return event.name == name; });
  }
  static void expect_refused(const UbOutcome& outcome, int status) {
    EXPECT_EQ(outcome.answer.status, status);
    EXPECT_FALSE(outcome.bootstrapped);
    EXPECT_TRUE(has_event(outcome, "gba.refused"));
  }

  AuthenticationStore store;
  VectorSource vectors;
  Bootstrapping bsf;
  Usim usim;
};

TEST_F(BootstrappingTest, AuthenticatesTheDeviceAndDerivesTheDrfsKey) {
  const auto challenge = challenge_of(request(first()));
  EXPECT_EQ(challenge.realm, kBsf);
  EXPECT_EQ(challenge.algorithm, "AKAv1-MD5");
  const auto card = ask_usim(challenge);
  EXPECT_TRUE(usim.window.accept(card.sqn));
  const auto answer = answer_to(challenge);
  const auto outcome = request(signed_with(answer, card.res));
  EXPECT_EQ(outcome.answer.status, 200);
  EXPECT_EQ(outcome.answer.content_type, "application/vnd.3gpp.bsf+xml");
  const auto nonce = pki::AkaNonce::parse(challenge.nonce).value();
  const auto btid = pki::gba::btid_of(nonce.rand, kBsf);
  EXPECT_NE(outcome.answer.body.find("<btid>" + btid + "</btid>"), std::string::npos);
  EXPECT_NE(outcome.answer.body.find("<lifetime>2026-11-24T07:00:00Z</lifetime>"), std::string::npos);
  const auto info = pki::DigestAuthenticationInfo::parse(outcome.answer.headers.at(0).second);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->rspauth, pki::digest_rspauth(answer, card.res, outcome.answer.body).value());

  ASSERT_TRUE(outcome.bootstrapped);
  EXPECT_EQ(outcome.bootstrapped->pcid.digits(), kPcid);
  EXPECT_EQ(outcome.bootstrapped->ip, kIp);
  EXPECT_EQ(outcome.bootstrapped->btid, btid);
  EXPECT_EQ(outcome.bootstrapped->ks_int_naf, pki::gba::ks_int_naf(pki::gba::ks(card.ck.reveal(), card.ik.reveal()),
                                                                   nonce.rand, kImpi, pki::gba::naf_id(kDrf)));
  const auto& step7 = outcome.events.at(0);
  EXPECT_EQ(step7.name, "gba.bootstrapped");
  EXPECT_EQ(step7.kind, trace::Kind::received);
  EXPECT_EQ(step7.to, trace::Actor::icf);
  EXPECT_EQ(step7.device, kPcid);
  EXPECT_EQ(step7.field("ip"), kIp);
  EXPECT_EQ(step7.field("btid"), btid);
}

TEST_F(BootstrappingTest, HidesTheMacFromACardThatDoesNotKnowOfGba) {
  const auto nonce = pki::AkaNonce::parse(challenge_of(request(first())).nonce).value();
  EXPECT_FALSE(gsm::auth::check_autn(usim.key, nonce.rand, nonce.autn));
}

TEST_F(BootstrappingTest, SharesItsNumbersWithGsup) {
  const auto before = vectors.make(imsi(kPcid), 5).value().value();
  const auto card = ask_usim(challenge_of(request(first())));
  const auto last = gsm::auth::check_autn(usim.key, before[4].rand, before[4].autn).value().sqn;
  EXPECT_EQ(card.sqn, next_sqn(last).value());
}

TEST_F(BootstrappingTest, TakesAChallengeOnce) {
  const auto challenge = challenge_of(request(first()));
  const auto header = signed_with(answer_to(challenge), ask_usim(challenge).res);
  ASSERT_EQ(request(header).answer.status, 200);
  const auto replay = request(header);
  EXPECT_EQ(replay.answer.status, 401);
  EXPECT_FALSE(replay.bootstrapped);
}

TEST_F(BootstrappingTest, RefusesAWrongResAndClosesTheChallenge) {
  const auto challenge = challenge_of(request(first()));
  const auto res = ask_usim(challenge).res;
  auto wrong = res;
  wrong[0] ^= 1;
  expect_refused(request(signed_with(answer_to(challenge), wrong)), 403);
  EXPECT_EQ(request(signed_with(answer_to(challenge), res)).answer.status, 401);
}

TEST_F(BootstrappingTest, RefusesAnswersThatAreNotToItsChallenge) {
  using Change = void (*)(pki::DigestCredentials&);
  const Change changes[] = {
      [](auto& answer) { answer.username = "001020000000002@ims.mnc002.mcc001.3gppnetwork.org"; },
      [](auto& answer) { answer.realm = "elsewhere"; },
      [](auto& answer) { answer.uri = "/other"; },
      [](auto& answer) { answer.opaque = "00"; },
      [](auto& answer) { answer.qop = "auth"; },
      [](auto& answer) { answer.algorithm = "MD5"; },
      [](auto& answer) { answer.nc = "00000002"; },
  };
  for (const auto& change : changes) {
    const auto challenge = challenge_of(request(first()));
    auto answer = answer_to(challenge);
    change(answer);
    expect_refused(request(signed_with(answer, ask_usim(challenge).res)), 403);
  }
}

TEST_F(BootstrappingTest, LetsAChallengeExpire) {
  const auto challenge = challenge_of(request(first()));
  const auto header = signed_with(answer_to(challenge), ask_usim(challenge).res);
  const auto late = request(header, kStart + Bootstrapping::kChallengeLifetime);
  EXPECT_EQ(late.answer.status, 401) << "a new challenge";
  EXPECT_FALSE(late.bootstrapped);
}

TEST_F(BootstrappingTest, FollowsTheUsimAfterASynchronisationFailure) {
  gsm::auth::SqnWindow::Entries ahead;
  ahead.fill(9000);
  usim.window = gsm::auth::SqnWindow(ahead);
  const auto challenge = challenge_of(request(first()));
  const auto nonce = pki::AkaNonce::parse(challenge.nonce).value();
  ASSERT_FALSE(usim.window.is_fresh(ask_usim(challenge).sqn));
  auto answer = answer_to(challenge);
  answer.auts = to_base64(gsm::auth::make_auts(usim.key, nonce.rand, usim.window.highest()));
  const auto again = request(signed_with(answer, {}));
  EXPECT_TRUE(has_event(again, "icf.resynchronised"));
  const auto second = challenge_of(again);
  const auto card = ask_usim(second);
  EXPECT_TRUE(usim.window.accept(card.sqn));
  EXPECT_EQ(request(signed_with(answer_to(second), card.res)).answer.status, 200);
}

TEST_F(BootstrappingTest, RefusesAForgedAuts) {
  for (const auto& [auts, status] :
       {std::pair<std::string, int>{to_base64(Bytes(14)), 403}, {"AAAA", 400}, {"?", 400}}) {
    auto answer = answer_to(challenge_of(request(first())));
    answer.auts = auts;
    expect_refused(request(signed_with(answer, {})), status);
  }
}

TEST_F(BootstrappingTest, RefusesWhoIsNotItsSubscriber) {
  expect_refused(request(""), 400);
  expect_refused(request("Basic Zm9vOmJhcg=="), 400);
  for (const auto* impi :
       {"001030000000001@ims.mnc003.mcc001.3gppnetwork.org", "001020000000001@ims.mnc003.mcc001.3gppnetwork.org",
        "001020000000001", "@ims.mnc002.mcc001.3gppnetwork.org",
        "001020000000002@ims.mnc002.mcc001.3gppnetwork.org"})  // the last: no credential
    expect_refused(request(first(impi)), 403);
  EXPECT_EQ(bsf.open_challenges(), 0U);
}

TEST_F(BootstrappingTest, KeepsFewChallengesForOnePcid) {
  const auto oldest = challenge_of(request(first()));
  for (std::size_t i = 0; i < Bootstrapping::kMaxPerPcid; ++i) request(first());
  EXPECT_EQ(bsf.open_challenges(), Bootstrapping::kMaxPerPcid);
  EXPECT_EQ(request(signed_with(answer_to(oldest), ask_usim(oldest).res)).answer.status, 401);
}

TEST_F(BootstrappingTest, DropsExpiredChallenges) {
  request(first());
  request(first(), kStart + Bootstrapping::kChallengeLifetime);
  EXPECT_EQ(bsf.open_challenges(), 1U);
}

}  // namespace
}  // namespace foothold::operators::icf

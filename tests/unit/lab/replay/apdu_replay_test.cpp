// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/apdu_replay.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/hex.h"
#include "lab/replay/replay_tre.h"
#include "pki/gba.h"
#include "tests/unit/lab/replay/test_card.h"

namespace foothold::lab::replay {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

std::vector<ApduExchange> session_of(std::initializer_list<const char*> texts) {
  ApduSession session;
  std::size_t packet = 0;
  for (const auto* text : texts) session.take(++packet, hex(text));
  return session.exchanges();
}

struct Played {
  Report report;
  std::vector<std::string> sent;
};

// Plays to a card that gives these answers, in order.
Played play(std::vector<ApduExchange> session, std::vector<const char*> answers,
            std::optional<ChallengeMaker> challenges = std::nullopt) {
  Played played;
  std::size_t at = 0;
  const CardExchange card = [&](ByteView command) -> Result<Bytes> {
    played.sent.push_back(to_hex(command));
    if (at == answers.size()) return fail("the card closed the connection", "card");
    return hex(answers[at++]);
  };
  played.report = replay_against_card(std::move(session), card, std::move(challenges));
  return played;
}

std::vector<Verdict> verdicts(const Report& report) {
  std::vector<Verdict> found;
  for (const auto& finding : report.findings) found.push_back(finding.verdict);
  return found;
}

TEST(ApduReplay, FindsAnEqualCardEqual) {
  const auto played = play(session_of({"00a4000c022f00 9000", "00b2010403 a1a2a3 9000"}), {"9000", "a1a2a39000"});
  EXPECT_TRUE(played.report.passed());
  EXPECT_EQ(played.report.summary().same, 2U);
  EXPECT_EQ(played.sent, (std::vector<std::string>{"00a4000c022f00", "00b2010403"}));
}

TEST(ApduReplay, ReportsAnotherStatusWordInWords) {
  const auto played = play(session_of({"00a4000c022f00 9000"}), {"6a82"});
  EXPECT_FALSE(played.report.passed());
  const auto& finding = played.report.findings.front();
  EXPECT_EQ(finding.verdict, Verdict::different);
  EXPECT_EQ(finding.message, "SELECT");
  EXPECT_EQ(finding.element, "status word");
  EXPECT_EQ(finding.captured, "9000 done");
  EXPECT_EQ(finding.live, "6a82 file or application not found");
}

TEST(ApduReplay, ReportsOtherData) {
  const auto played = play(session_of({"00b2010403 a1a2a3 9000"}), {"a1a2a49000"});
  ASSERT_EQ(verdicts(played.report), std::vector{Verdict::different});
  EXPECT_EQ(played.report.findings.front().element, "data");
}

TEST(ApduReplay, CollectsALiveAnswerThatTheCapturedCardGaveAtOnce) {
  const auto played = play(session_of({"00a40004022f00 620182 9000"}), {"6103", "6201829000"});
  EXPECT_TRUE(played.report.passed());
  EXPECT_EQ(played.sent.back(), "00c0000003");
}

TEST(ApduReplay, FollowsTheLiveCardsChannels) {
  const auto played =
      play(session_of({"0070000001 01 9000", "01a4000c022f00 9000", "00708001 9000"}), {"029000", "9000", "9000"});
  EXPECT_EQ(played.sent, (std::vector<std::string>{"0070000001", "02a4000c022f00", "00708002"}));
  EXPECT_EQ(verdicts(played.report), (std::vector{Verdict::must_differ, Verdict::same, Verdict::same}));
}

TEST(ApduReplay, KnowsWhatMustDiffer) {
  const auto played = play(session_of({"0084000004 01020304 9000",                  // GET CHALLENGE
                                       "8032000008 0102030405060708 00 6561 9000",  // GET EVIDENCE
                                       "8034000002 2020 00 3045 9000",              // SIGN TLS
                                       "80ca010300 3082 9000"}),                    // GET DATA, PfC sign
                           {"050607089000", "65629000", "30469000", "30839000"});
  EXPECT_EQ(verdicts(played.report), std::vector(4, Verdict::must_differ));
  EXPECT_TRUE(played.report.passed());
}

TEST(ApduReplay, RefusalOfWhatMustDifferIsADifference) {
  const auto played = play(session_of({"8034000002 2020 00 3045 9000"}), {"6a80"});
  EXPECT_EQ(verdicts(played.report), std::vector{Verdict::different});
}

TEST(ApduReplay, WhatFollowsFromAMissingMcimIsNoDifference) {
  const auto session = session_of({"9140000002 3082 9000", "8140000002 0102 00 4d43 9000", "8144000002 4d43 9000"});
  const auto played = play(session, {"9000", "6a88", "6a88"});
  EXPECT_EQ(verdicts(played.report), (std::vector{Verdict::same, Verdict::must_differ, Verdict::follows}));
  // Taken by the live TRE as well, nothing follows.
  const auto taken = play(session, {"9000", "4d439000", "6a88"});
  EXPECT_EQ(verdicts(taken.report), (std::vector{Verdict::same, Verdict::same, Verdict::different}));
}

TEST(ApduReplay, LeavesOutWhatTheCaptureHides) {
  const auto played =
      play(session_of({"00200001080000000000000000 9000", "00b0000002 0102 9000", "00c0000002 0304 9000"}), {"6982"});
  EXPECT_EQ(verdicts(played.report), (std::vector{Verdict::left_out, Verdict::follows, Verdict::left_out}));
  EXPECT_EQ(played.sent.size(), 1U);
}

TEST(ApduReplay, AKeyThatTheCaptureHidesMustDiffer) {
  const auto played = play(session_of({"00b0000004 00000000 9000"}), {"0a0b0c0d9000"});
  EXPECT_EQ(verdicts(played.report), std::vector{Verdict::must_differ});
}

TEST(ApduReplay, ACardThatGoesAwayEndsIt) {
  const auto played = play(session_of({"00a4000c022f00 9000", "00b2010403 a1a2a3 9000"}), {});
  EXPECT_EQ(verdicts(played.report), std::vector{Verdict::different});
  EXPECT_EQ(played.sent.size(), 1U);
}

TEST(ApduReplay, NothingReplayedIsNoSuccess) {
  EXPECT_FALSE(play({}, {}).report.passed());
}

// What a card says to a UMTS or GBA challenge, as an answer APDU.
Bytes answer_of(const CardOutcome& outcome) {
  Bytes answer;
  if (const auto* accepted = std::get_if<CardAccepted>(&outcome)) {
    answer = {0xDB, static_cast<std::uint8_t>(accepted->res.size())};
    answer.insert(answer.end(), accepted->res.begin(), accepted->res.end());
  } else if (const auto* stale = std::get_if<CardFoundNotFresh>(&outcome)) {
    answer = {0xDC, 14};
    answer.insert(answer.end(), stale->auts.begin(), stale->auts.end());
  } else {
    return {0x98, 0x62};
  }
  answer.insert(answer.end(), {0x90, 0x00});
  return answer;
}

// A captured challenge with this answer, which our card could not have given.
ApduExchange captured_challenge(std::string_view answer, bool gba = false) {
  Bytes octets = {0x00, 0x88, 0x00, 0x81, 0x22};
  if (gba) octets = {0x00, 0x88, 0x00, 0x84, 0x23, 0xDD};
  octets.push_back(16);
  octets.insert(octets.end(), kRand.begin(), kRand.end());
  octets.push_back(16);
  octets.resize(octets.size() + 16, 0x55);
  octets.push_back(0x00);
  const auto data = hex(answer);
  octets.insert(octets.end(), data.begin(), data.end());
  return split_exchange(octets).value();
}

Report challenge(const ApduExchange& exchange, std::uint64_t last, std::optional<ChallengeMaker> maker,
                 bool gba = false) {
  TestCard card(last);
  const CardExchange port = [&](ByteView command) -> Result<Bytes> {
    const std::size_t at = gba ? 7 : 6;
    gsm::gmm::Rand rand{};
    gsm::gmm::Autn autn{};
    std::copy_n(command.begin() + static_cast<std::ptrdiff_t>(at), 16, rand.begin());
    std::copy_n(command.begin() + static_cast<std::ptrdiff_t>(at + 17), 16, autn.begin());
    if (gba) {
      const auto ik = gsm::auth::milenage_outputs(test_key(), rand).ik;
      autn = pki::gba::gba_u_autn(autn, ik.reveal());
    }
    return answer_of(card.authenticate(rand, autn));
  };
  return replay_against_card({exchange}, port, std::move(maker));
}

TEST(ApduReplay, SendsACapturedChallengeAsItIsWithoutAKey) {
  const auto report = challenge(captured_challenge("db0400000000 9000"), kLastSqn, std::nullopt);
  EXPECT_EQ(verdicts(report), std::vector{Verdict::must_differ});
  EXPECT_EQ(report.findings.front().live, "9862 wrong MAC");
}

TEST(ApduReplay, MakesChallengesAnewWithAKey) {
  for (const bool gba : {false, true}) {
    const auto report =
        challenge(captured_challenge("db080000000000000000 9000", gba), kLastSqn, test_challenges(), gba);
    EXPECT_TRUE(report.passed()) << to_text(report, true);
    EXPECT_EQ(report.summary().same, 2U);  // the outcome, and RES
  }
}

TEST(ApduReplay, AChallengeMeetsWithWhatTheCapturedOneMet) {
  EXPECT_TRUE(
      challenge(captured_challenge("dc0e0102030405060708090a0b0c0d0e 9000"), kLastSqn, test_challenges()).passed());
  EXPECT_TRUE(challenge(captured_challenge("9862"), kLastSqn, test_challenges()).passed());
}

TEST(ApduReplay, ACardThatRefusesAFreshChallengeIsDifferent) {
  const auto report = challenge(captured_challenge("db080000000000000000 9000"), 0xffffff, test_challenges());
  EXPECT_FALSE(report.passed());
  EXPECT_EQ(report.findings.front().live, "not fresh (AUTS)");
}

TEST(StatusWords, HaveWords) {
  EXPECT_EQ(status_word_in_words(0x63c2), "warning; of a PIN: tries left 2");
  EXPECT_EQ(status_word_in_words(0x910b), "done, and a proactive command waits");
  EXPECT_EQ(status_word_in_words(0x6f00), "no precise diagnosis");
}

}  // namespace
}  // namespace foothold::lab::replay

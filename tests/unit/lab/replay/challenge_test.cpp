// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/challenge.h"

#include <gtest/gtest.h>

#include "gsm/auth/sqn_window.h"
#include "gsm/auth/usim.h"
#include "pki/gba.h"
#include "tests/unit/lab/replay/test_card.h"

namespace foothold::lab::replay {
namespace {

using gsm::auth::check_autn;

TEST(ChallengeMaker, MakesFreshChallengesOneAfterAnother) {
  auto maker = test_challenges();
  const auto first = maker.make(kRand, ChallengeKind::accepted, false).value();
  const auto second = maker.make(kRand, ChallengeKind::accepted, false).value();
  const auto first_sqn = check_autn(test_key(), kRand, first.autn).value().sqn;
  const auto second_sqn = check_autn(test_key(), kRand, second.autn).value().sqn;
  EXPECT_GT(first_sqn.seq(), gsm::auth::Sqn(kLastSqn).seq());
  EXPECT_GT(second_sqn.seq(), first_sqn.seq());
  EXPECT_EQ(first.rand, kRand);
}

TEST(ChallengeMaker, MakesAChallengeThatIsNotFresh) {
  auto maker = test_challenges();
  const auto quintet = maker.make(kRand, ChallengeKind::not_fresh, false).value();
  EXPECT_EQ(check_autn(test_key(), kRand, quintet.autn).value().sqn.value(), kLastSqn);
}

TEST(ChallengeMaker, MakesAChallengeWithAWrongMac) {
  auto maker = test_challenges();
  EXPECT_FALSE(check_autn(test_key(), kRand, maker.make(kRand, ChallengeKind::wrong_mac, false).value().autn));
}

TEST(ChallengeMaker, HidesTheMacOfGba) {
  auto maker = test_challenges();
  const auto quintet = maker.make(kRand, ChallengeKind::accepted, true).value();
  EXPECT_FALSE(check_autn(test_key(), kRand, quintet.autn));
  EXPECT_TRUE(check_autn(test_key(), kRand, pki::gba::gba_u_autn(quintet.autn, quintet.ik.reveal())));
}

TEST(ChallengeMaker, ReadsTheIssuersHalf) {
  auto maker = ChallengeMaker::from_issuers_half(
      R"({"pcid": "001020000000001", "k": "465b5ce8b199b49faa5f0a2ee238a6bc", "opc": "cd63cb71954a9f4e48a5994e37a02baf",
          "amf": "8000", "sqn": "000000000040", "algorithm": "milenage"})");
  ASSERT_TRUE(maker) << to_string(maker.error());
  EXPECT_TRUE(check_autn(test_key(), kRand, maker->make(kRand, ChallengeKind::accepted, false).value().autn));
}

TEST(ChallengeMaker, NamesWhatAnIssuersHalfLacksAndNoValue) {
  const auto field = [](const char* json) { return ChallengeMaker::from_issuers_half(json).error().field; };
  EXPECT_EQ(field("["), "issuer's half");
  EXPECT_EQ(field(R"({"algorithm": "tuak"})"), "algorithm");
  EXPECT_EQ(field(R"({"algorithm": "milenage"})"), "k");
  const auto error = ChallengeMaker::from_issuers_half(R"({"algorithm": "milenage", "k": "5ec2e7"})").error();
  EXPECT_EQ(error.field, "k");
  EXPECT_EQ(to_string(error).find("5ec2e7"), std::string::npos);
  EXPECT_EQ(field(R"({"algorithm": "milenage", "k": "465b5ce8b199b49faa5f0a2ee238a6bc", "opc": 1})"), "opc");
}

}  // namespace
}  // namespace foothold::lab::replay

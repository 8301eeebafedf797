// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/usim.h"

#include <gtest/gtest.h>

#include "milenage_test_sets.h"

namespace foothold::gsm::auth {
namespace {

const MilenageTestSet& kSet = kMilenageTestSets[1];
const Amf kAmf = {0x80, 0x00};

TEST(Usim, FindsSqnAndKeysOfTheNetworksVector) {
  const auto key = key_of(kSet);
  const auto quintet = make_quintet(key, kAmf, Sqn(77, 3), octets<16>(kSet.rand));
  const auto checked = check_autn(key, quintet.rand, quintet.autn);
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->sqn, Sqn(77, 3));
  EXPECT_EQ(checked->amf, kAmf);
  EXPECT_EQ(to_hex(checked->res), to_hex(quintet.xres));
  EXPECT_EQ(checked->ck, quintet.ck);
  EXPECT_EQ(checked->ik, quintet.ik);
  EXPECT_EQ(checked->kc, to_triplet(quintet).kc);
}

TEST(Usim, RefusesEveryFlippedBitOfAutnAndRand) {
  const auto key = key_of(kSet);
  const auto quintet = make_quintet(key, kAmf, Sqn(77, 3), octets<16>(kSet.rand));
  for (std::size_t bit = 0; bit < 128; ++bit) {
    auto autn = quintet.autn;
    autn[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const auto bad_autn = check_autn(key, quintet.rand, autn);
    ASSERT_FALSE(bad_autn) << bit;
    EXPECT_EQ(bad_autn.error().answer, 0x9862);
    auto rand = quintet.rand;
    rand[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(check_autn(key, rand, quintet.autn)) << bit;
  }
}

TEST(Usim, RefusesAnotherKeysVector) {
  const auto quintet = make_quintet(key_of(kMilenageTestSets[2]), kAmf, Sqn(77, 3), octets<16>(kSet.rand));
  EXPECT_FALSE(check_autn(key_of(kSet), quintet.rand, quintet.autn));
}

TEST(Usim, AnswersInTheGsmContextAsTheTripletSays) {
  const auto key = key_of(kSet);
  const auto triplet = to_triplet(make_quintet(key, kAmf, Sqn(1, 1), octets<16>(kSet.rand)));
  const auto answer = gsm_response(key, triplet.rand);
  EXPECT_EQ(answer.sres, triplet.sres);
  EXPECT_EQ(answer.kc, triplet.kc);
}

}  // namespace
}  // namespace foothold::gsm::auth

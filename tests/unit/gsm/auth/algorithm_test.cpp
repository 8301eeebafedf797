// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/algorithm.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "gsm/auth/auts.h"
#include "gsm/auth/milenage_blocks.h"
#include "gsm/auth/usim.h"
#include "tests/unit/gsm/auth/milenage_test_sets.h"

namespace foothold::gsm::auth {
namespace {

constexpr std::string_view kK = "000102030405060708090a0b0c0d0e0f";
constexpr std::string_view kRand = "f0e1d2c3b4a5968778695a4b3c2d1e0f";

MilenageKey other_constants() {
  auto key = key_of(kMilenageTestSets[0]);
  key.constants.r = {3, 8, 77, 127, 1};
  key.constants.c[0][5] = 0x5A;
  return key;
}

TuakKey tuak_key() {
  return {SecretBytes(from_hex(kK).value()), make_topc(from_hex(kK).value(), Secret<32>()), 1, 16};
}

std::vector<Algorithm> umts_algorithms() {
  return {key_of(kMilenageTestSets[0]), other_constants(), tuak_key(), XorKey{secret<16>(kK), 16}};
}

// The network's side, for any algorithm (TS 33.102 6.3.2).
Autn make_autn(const Algorithm& algorithm, const Rand& rand, Sqn sqn, const Amf& amf) {
  const auto ak = aka_outputs(algorithm, rand).ak;
  const auto mac = aka_macs(algorithm, rand, sqn, amf).mac_a;
  Autn autn{};
  const auto sqn_octets = sqn.octets();
  for (std::size_t i = 0; i < 6; ++i) autn[i] = static_cast<std::uint8_t>(sqn_octets[i] ^ ak[i]);
  std::copy(amf.begin(), amf.end(), autn.begin() + 6);
  std::copy(mac.begin(), mac.end(), autn.begin() + 8);
  return autn;
}

TEST(MilenageBlocks, AgreeWithTheTestSetsForTheUsualConstants) {
  for (const auto& set : kMilenageTestSets) {
    const auto key = key_of(set);
    const auto rand = octets<16>(set.rand);
    const auto macs = own_milenage_macs(key, rand, Sqn::from_octets(octets<6>(set.sqn)), octets<2>(set.amf));
    EXPECT_EQ(to_hex(macs.mac_a), set.f1);
    EXPECT_EQ(to_hex(macs.mac_s), set.f1_star);
    const auto out = own_milenage_outputs(key, rand);
    EXPECT_EQ(to_hex(out.res), set.f2);
    EXPECT_EQ(to_hex(out.ck.reveal()), set.f3);
    EXPECT_EQ(to_hex(out.ik.reveal()), set.f4);
    EXPECT_EQ(to_hex(out.ak), set.f5);
    EXPECT_EQ(to_hex(out.ak_star), set.f5_star);
  }
}

TEST(MilenageBlocks, EachConstantChangesItsOwnFunctionOnly) {
  const auto rand = octets<16>(kRand);
  const auto usual = key_of(kMilenageTestSets[0]);
  const auto before = milenage_outputs(usual, rand);
  for (std::size_t function = 0; function < 5; ++function) {
    for (const bool change_r : {true, false}) {
      auto key = usual;
      if (change_r) {
        key.constants.r[function] = static_cast<std::uint8_t>(key.constants.r[function] + 1);
      } else {
        key.constants.c[function][0] = 0x80;
      }
      const auto after = milenage_outputs(key, rand);
      EXPECT_EQ(milenage_macs(key, rand, Sqn(1), {}).mac_a != milenage_macs(usual, rand, Sqn(1), {}).mac_a,
                function == 0);
      EXPECT_EQ(after.res != before.res && after.ak != before.ak, function == 1);
      EXPECT_EQ(!(after.ck == before.ck), function == 2);
      EXPECT_EQ(!(after.ik == before.ik), function == 3);
      EXPECT_EQ(after.ak_star != before.ak_star, function == 4);
    }
  }
}

TEST(XorAlgorithm, FollowsTheStepsOfTs34108) {
  const XorKey key{secret<16>(kK), 16};
  const auto rand = octets<16>(kRand);
  const auto out = xor_outputs(key, rand);
  EXPECT_EQ(to_hex(out.res), "f0e0d0c0b0a090807060504030201000");  // K xor RAND
  EXPECT_EQ(to_hex(out.ck.reveal()), "e0d0c0b0a090807060504030201000f0");
  EXPECT_EQ(to_hex(out.ik.reveal()), "d0c0b0a090807060504030201000f0e0");
  EXPECT_EQ(to_hex(out.ak), "c0b0a0908070");
  EXPECT_EQ(to_hex(xor_mac(key, rand, Sqn(0x010203040506), {0x07, 0x08})), "f1e2d3c4b5a69788");
}

TEST(XorAlgorithm, CutsResToItsSize) {
  EXPECT_EQ(to_hex(xor_outputs({secret<16>(kK), 4}, octets<16>(kRand)).res), "f0e0d0c0");
}

TEST(Algorithm, EachOfUmtsChecksTheNetworkAndAnswers) {
  const auto rand = octets<16>(kRand);
  for (const auto& algorithm : umts_algorithms()) {
    SCOPED_TRACE(algorithm.index());
    ASSERT_TRUE(authenticates_network(algorithm));
    auto autn = make_autn(algorithm, rand, Sqn(0x123456), {0x80, 0x00});
    const auto checked = check_autn(algorithm, rand, autn);
    ASSERT_TRUE(checked);
    const auto out = aka_outputs(algorithm, rand);
    EXPECT_EQ(checked->sqn, Sqn(0x123456));
    EXPECT_EQ(checked->res, out.res);
    EXPECT_EQ(checked->ck, out.ck);
    EXPECT_EQ(checked->kc, c3(out.ck, out.ik));
    const auto gsm = gsm_response(algorithm, rand);
    EXPECT_EQ(gsm.kc, checked->kc);
    EXPECT_EQ(gsm.sres, c2(checked->res));
    autn[15] ^= 1;
    EXPECT_EQ(check_autn(algorithm, rand, autn).error().answer, 0x9862);
  }
}

TEST(Algorithm, EachOfUmtsResynchronises) {
  const auto rand = octets<16>(kRand);
  for (const auto& algorithm : umts_algorithms()) {
    auto auts = make_auts(algorithm, rand, Sqn(0x777777));
    EXPECT_EQ(check_auts(algorithm, rand, auts).value(), Sqn(0x777777)) << algorithm.index();
    auts[13] ^= 1;
    EXPECT_FALSE(check_auts(algorithm, rand, auts));
  }
}

TEST(Algorithm, OneOfGsmTakesNoAutn) {
  const Algorithm old = Comp128Key{secret<16>(kK), 1};
  EXPECT_FALSE(authenticates_network(old));
  EXPECT_FALSE(check_autn(old, octets<16>(kRand), Autn{}));
  EXPECT_EQ(gsm_response(old, octets<16>(kRand)).sres, comp128({secret<16>(kK), 1}, octets<16>(kRand)).sres);
}

TEST(Algorithm, RefusesSizesThatItDoesNotKnow) {
  for (const auto& algorithm : umts_algorithms()) EXPECT_TRUE(check_algorithm(algorithm));
  auto milenage = other_constants();
  milenage.constants.r[4] = 128;
  EXPECT_FALSE(check_algorithm(milenage));
  auto tuak = tuak_key();
  tuak.k = SecretBytes(Bytes(17));
  EXPECT_FALSE(check_algorithm(tuak));
  tuak = tuak_key();
  tuak.res_size = 12;
  EXPECT_FALSE(check_algorithm(tuak));
  tuak = tuak_key();
  tuak.iterations = 0;
  EXPECT_FALSE(check_algorithm(tuak));
  EXPECT_FALSE(check_algorithm(XorKey{secret<16>(kK), 3}));
  EXPECT_FALSE(check_algorithm(Comp128Key{secret<16>(kK), 4}));
}

}  // namespace
}  // namespace foothold::gsm::auth

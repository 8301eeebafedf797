// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/milenage.h"

#include <gtest/gtest.h>

#include "milenage_test_sets.h"

namespace foothold::gsm::auth {
namespace {

TEST(Milenage, ReproducesTheTestSetsOfTs35207AndTs35208) {
  for (const auto& set : kMilenageTestSets) {
    SCOPED_TRACE(set.name);
    const auto key = key_of(set);
    EXPECT_EQ(make_opc(secret<16>(set.k), secret<16>(set.op)), secret<16>(set.opc));
    const auto rand = octets<16>(set.rand);
    const auto macs = milenage_macs(key, rand, Sqn::from_octets(octets<6>(set.sqn)), octets<2>(set.amf));
    EXPECT_EQ(to_hex(macs.mac_a), set.f1);
    EXPECT_EQ(to_hex(macs.mac_s), set.f1_star);
    const auto out = milenage_outputs(key, rand);
    EXPECT_EQ(to_hex(out.res), set.f2);
    EXPECT_EQ(to_hex(out.ck.reveal()), set.f3);
    EXPECT_EQ(to_hex(out.ik.reveal()), set.f4);
    EXPECT_EQ(to_hex(out.ak), set.f5);
    EXPECT_EQ(to_hex(out.ak_star), set.f5_star);
  }
}

TEST(Sqn, SplitsIntoSeqAndInd) {
  const auto sqn = Sqn::from_octets(octets<6>("ff9bb4d0b607"));
  EXPECT_EQ(sqn.value(), 0xff9bb4d0b607U);
  EXPECT_EQ(sqn.ind(), 7U);
  EXPECT_EQ(sqn.seq(), 0xff9bb4d0b607U >> 5);
  EXPECT_EQ(to_hex(sqn.octets()), "ff9bb4d0b607");
  EXPECT_EQ(Sqn(sqn.seq(), sqn.ind()), sqn);
}

TEST(Sqn, GrowsInSeqAndGoesRoundInInd) {
  EXPECT_EQ(next_sqn(Sqn(41, 30)), Sqn(42, 31));
  EXPECT_EQ(next_sqn(Sqn(42, 31)), Sqn(43, 0));
}

TEST(Sqn, RefusesToWrapRound) {
  EXPECT_TRUE(next_sqn(Sqn(Sqn::kMaxSeq - 1, 0)));
  EXPECT_FALSE(next_sqn(Sqn(Sqn::kMaxSeq, 0)));
}

}  // namespace
}  // namespace foothold::gsm::auth

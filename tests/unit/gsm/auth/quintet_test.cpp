// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/quintet.h"

#include <gtest/gtest.h>

#include "milenage_test_sets.h"

namespace foothold::gsm::auth {
namespace {

const MilenageTestSet& kSet = kMilenageTestSets[0];

Quintet quintet_of_set_1() {
  return make_quintet(key_of(kSet), octets<2>(kSet.amf), Sqn::from_octets(octets<6>(kSet.sqn)), octets<16>(kSet.rand));
}

TEST(Quintet, IsMadeOfTheOutputsOfTestSet1) {
  const auto quintet = quintet_of_set_1();
  EXPECT_EQ(to_hex(quintet.rand), kSet.rand);
  EXPECT_EQ(to_hex(quintet.xres), kSet.f2);
  EXPECT_EQ(to_hex(quintet.ck.reveal()), kSet.f3);
  EXPECT_EQ(to_hex(quintet.ik.reveal()), kSet.f4);
  // ff9bb4d0b607 xor aa689c648370, AMF, MAC-A
  EXPECT_EQ(to_hex(quintet.autn), "55f328b43577b9b94a9ffac354dfafb3");
}

// TS 55.205 annex: the GSM-MILENAGE outputs for the same keys, by the same conversions (SRES#1 is what c2 gives).
TEST(Quintet, ConvertsToTheTripletOfTs55205) {
  const auto triplet = to_triplet(quintet_of_set_1());
  EXPECT_EQ(to_hex(triplet.rand), kSet.rand);
  EXPECT_EQ(to_hex(triplet.sres), "46f8416a");
  EXPECT_EQ(to_hex(triplet.kc.reveal()), "eae4be823af9a08b");
}

TEST(Conversion, MakesSresOfResOfAnyLength) {
  EXPECT_EQ(to_hex(c2(from_hex("01020304").value())), "01020304");
  EXPECT_EQ(to_hex(c2(from_hex("0102030410203040").value())), "11223344");
  EXPECT_EQ(to_hex(c2(from_hex("01020304102030400000000080808080").value())), "91a2b3c4");
}

// TS 33.102 6.8.2.3, by hand. c3 of the two is Kc again.
TEST(Conversion, MakesCkAndIkOfKc) {
  const auto kc = secret<8>("0123456789abcdef");
  EXPECT_EQ(to_hex(c4(kc).reveal()), "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(to_hex(c5(kc).reveal()), "888888880123456789abcdef88888888");
}

}  // namespace
}  // namespace foothold::gsm::auth

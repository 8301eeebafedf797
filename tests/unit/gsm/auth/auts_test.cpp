// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/auts.h"

#include <gtest/gtest.h>

#include "gsm/auth/sqn_window.h"
#include "milenage_test_sets.h"

namespace foothold::gsm::auth {
namespace {

const MilenageTestSet& kSet = kMilenageTestSets[3];

TEST(Auts, CarriesSqnMsToTheNetwork) {
  const auto key = key_of(kSet);
  const auto auts = make_auts(key, octets<16>(kSet.rand), Sqn(0x1234567, 9));
  EXPECT_EQ(check_auts(key, octets<16>(kSet.rand), auts), Sqn(0x1234567, 9));
}

// SQN_MS 0 makes the hidden part f5* of TS 35.207 test set 5 itself.
TEST(Auts, HidesSqnMsWithF5Star) {
  const auto auts = make_auts(key_of(kSet), octets<16>(kSet.rand), Sqn());
  EXPECT_EQ(to_hex(ByteView(auts).first(6)), kSet.f5_star);
}

TEST(Auts, IsRefusedWithAnyBitFlippedOrForAnotherRand) {
  const auto key = key_of(kSet);
  const auto rand = octets<16>(kSet.rand);
  const auto auts = make_auts(key, rand, Sqn(500, 1));
  for (std::size_t bit = 0; bit < 8 * auts.size(); ++bit) {
    auto bad = auts;
    bad[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    EXPECT_FALSE(check_auts(key, rand, bad)) << bit;
  }
  EXPECT_FALSE(check_auts(key, octets<16>(kMilenageTestSets[0].rand), auts));
}

TEST(Auts, MovesTheNetworkOnlyWhereTheUsimWouldRefuseItsNextNumber) {
  EXPECT_EQ(resynchronised(Sqn(10, 0), Sqn(50, 3)), Sqn(50, 3)) << "behind";
  EXPECT_EQ(resynchronised(Sqn(49, 0), Sqn(50, 3)), Sqn(50, 3)) << "the next one would be used already";
  EXPECT_EQ(resynchronised(Sqn(50, 0), Sqn(50, 3)), Sqn(50, 0));
  EXPECT_EQ(resynchronised(Sqn(90, 0), Sqn(50, 3)), Sqn(90, 0)) << "a replayed AUTS must not turn the network back";
  EXPECT_EQ(resynchronised(Sqn(51 + SqnWindow::kDelta, 0), Sqn(50, 3)), Sqn(50, 3)) << "too far ahead";
}

}  // namespace
}  // namespace foothold::gsm::auth

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/comp128.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "tests/unit/gsm/auth/milenage_test_sets.h"

namespace foothold::gsm::auth {
namespace {

struct Comp128TestSet {
  std::uint8_t version;
  std::string_view ki, rand, sres, kc;
};

// Version 1: osmo-hlr, tests/auc/auc_test.c. Versions 2 and 3: libosmocore's, made with cards.
constexpr Comp128TestSet kTestSets[] = {
    {1, "eb215756028d60e3275e613320aec880", "39fa2f4e3d523d8619a73b4f65c3e14d", "429d5b27", "241a5b16aeb8e400"},
    {2, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "00102030405060708090a0b0c0d0e0f0", "a892a8ef", "d6d33e3650372c00"},
    {2, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "cbfe7e4156f94f1e6eca59c194a9bed4", "3def0792", "16a74b97b4adc800"},
    {3, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "00102030405060708090a0b0c0d0e0f0", "a892a8ef", "d6d33e3650372f78"},
    {3, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "c2fd8eb45a807d375cec72d3599c1e04", "f123a4b0", "d526da2aeb199fcc"},
};

TEST(Comp128, MakesTheValuesOfEveryTestSet) {
  for (const auto& set : kTestSets) {
    const auto triplet = comp128({secret<16>(set.ki), set.version}, octets<16>(set.rand));
    EXPECT_EQ(to_hex(triplet.sres), set.sres) << int{set.version};
    EXPECT_EQ(to_hex(triplet.kc.reveal()), set.kc) << int{set.version};
  }
}

}  // namespace
}  // namespace foothold::gsm::auth

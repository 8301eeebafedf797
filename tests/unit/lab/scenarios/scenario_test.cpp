// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/scenarios/scenario.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace foothold::lab {
namespace {

TEST(Scenarios, HaveNamesOfTheirOwnAndCanBeFound) {
  std::set<std::string_view> names;
  for (const auto& scenario : scenarios()) {
    EXPECT_TRUE(names.insert(scenario.name).second) << scenario.name;
    EXPECT_EQ(find_scenario(scenario.name), &scenario);
    EXPECT_FALSE(scenario.summary.empty());
  }
  EXPECT_EQ(find_scenario("nosuch"), nullptr);
  EXPECT_EQ(find_scenario(""), nullptr);
}

TEST(Scenarios, TheGoodOneComesFirstAndDeviatesInNothing) {
  ASSERT_FALSE(scenarios().empty());
  const auto& good = scenarios().front();
  EXPECT_EQ(good.name, "good");
  EXPECT_EQ(good.expectation.exit_code, 0);
  EXPECT_FALSE(good.deviations.sgsn_restarts_at_step);
  EXPECT_FALSE(good.deviations.dpf_absent);
}

TEST(Scenarios, StopSomewhereExactlyWhereTheyFail) {
  for (const auto& scenario : scenarios()) {
    EXPECT_EQ(scenario.expectation.exit_code != 0, scenario.expectation.stopped_at.has_value()) << scenario.name;
  }
}

}  // namespace
}  // namespace foothold::lab

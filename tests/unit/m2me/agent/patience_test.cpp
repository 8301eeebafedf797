// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/agent/patience.h"

#include <gtest/gtest.h>

#include <vector>

namespace foothold::m2me {
namespace {

using namespace std::chrono_literals;

TEST(Patience, PausesDoubleUpToTheBoundAndTriesAreCounted) {
  std::vector<std::chrono::milliseconds> pauses;
  Patience patience(5, 100ms, 300ms, [&](auto pause) { pauses.push_back(pause); });
  unsigned tries = 1;
  while (patience.try_again()) ++tries;
  EXPECT_EQ(tries, 5U);
  EXPECT_EQ(pauses, (std::vector<std::chrono::milliseconds>{100ms, 200ms, 300ms, 300ms}));
}

TEST(Patience, OneTryMeansNoPause) {
  bool paused = false;
  Patience patience(1, 100ms, 100ms, [&](auto) { paused = true; });
  EXPECT_FALSE(patience.try_again());
  EXPECT_FALSE(paused);
}

}  // namespace
}  // namespace foothold::m2me

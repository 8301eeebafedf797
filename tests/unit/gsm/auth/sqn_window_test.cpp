// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/sqn_window.h"

#include <gtest/gtest.h>

namespace foothold::gsm::auth {
namespace {

TEST(SqnWindow, AcceptsANumberOnce) {
  SqnWindow window;
  EXPECT_TRUE(window.accept(Sqn(5, 1)));
  EXPECT_FALSE(window.accept(Sqn(5, 1)));
  EXPECT_FALSE(window.accept(Sqn(4, 1)));
  EXPECT_TRUE(window.accept(Sqn(6, 1)));
}

TEST(SqnWindow, AcceptsOlderNumbersOfAnotherInd) {
  SqnWindow window;
  EXPECT_TRUE(window.accept(Sqn(100, 7)));
  EXPECT_TRUE(window.accept(Sqn(99, 6))) << "a vector that another network kept for later";
  EXPECT_FALSE(window.accept(Sqn(99, 6)));
}

TEST(SqnWindow, TakesAWholeRoundOfVectorsInReverseOrder) {
  std::vector<Sqn> made;
  for (Sqn sqn(10, 3); made.size() < 32; sqn = *next_sqn(sqn)) made.push_back(sqn);
  SqnWindow window;
  for (auto sqn = made.rbegin(); sqn != made.rend(); ++sqn) EXPECT_TRUE(window.accept(*sqn)) << sqn->seq();
}

TEST(SqnWindow, ReportsTheHighestOverAllInd) {
  SqnWindow window;
  EXPECT_EQ(window.highest(), Sqn());
  window.accept(Sqn(9, 4));
  window.accept(Sqn(8, 31));
  EXPECT_EQ(window.highest(), Sqn(9, 4));
}

TEST(SqnWindow, RefusesALeapBeyondDelta) {
  SqnWindow window;
  window.accept(Sqn(1, 0));
  EXPECT_FALSE(window.accept(Sqn(1 + SqnWindow::kDelta + 1, 1)));
  EXPECT_EQ(window.highest(), Sqn(1, 0)) << "a refused number must change nothing";
  EXPECT_TRUE(window.accept(Sqn(1 + SqnWindow::kDelta, 1)));
}

TEST(SqnWindow, LivesOnInItsEntries) {
  SqnWindow window;
  window.accept(Sqn(3, 2));
  SqnWindow later(window.entries());
  EXPECT_EQ(later, window);
  EXPECT_FALSE(later.accept(Sqn(3, 2)));
}

TEST(SqnWindow, WithoutIndTakesGrowingNumbersOnly) {
  SqnWindow window({}, {.ind_bits = 0});
  EXPECT_TRUE(window.accept(Sqn(7)));
  EXPECT_TRUE(window.accept(Sqn(8)));
  EXPECT_FALSE(window.accept(Sqn(8)));
  EXPECT_FALSE(window.accept(Sqn(7)));
  EXPECT_EQ(window.highest(), Sqn(8));
}

TEST(SqnWindow, RefusesANumberBelowTheAgeLimit) {
  SqnWindow window({}, {.age_limit = 10});
  ASSERT_TRUE(window.accept(Sqn(100, 0)));
  EXPECT_FALSE(window.accept(Sqn(89, 1)));
  EXPECT_TRUE(window.accept(Sqn(90, 1)));
}

TEST(SqnWindow, LeapsAsFarAsItsSchemeSays) {
  SqnWindow window({}, {.ind_bits = 2, .delta = 3});
  EXPECT_FALSE(window.accept(Sqn(4 << 2)));
  EXPECT_TRUE(window.accept(Sqn(3 << 2 | 1)));
  EXPECT_EQ(window.highest(), Sqn(3 << 2 | 1));
}

}  // namespace
}  // namespace foothold::gsm::auth

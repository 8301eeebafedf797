// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/steps/step_table.h"

#include <gtest/gtest.h>

#include <string>

#include "good_run.h"

namespace foothold::lab::steps {
namespace {

TEST(StepTable, HasTheReportsStepsInOrder) {
  std::string labels;
  unsigned previous = 0;
  for (const StepRow& row : step_table()) {
    labels.append(row.label).append(" ");
    EXPECT_GE(row.number, previous);
    EXPECT_EQ(std::stoul(std::string(row.label)), row.number);
    EXPECT_FALSE(row.title.empty());
    EXPECT_FALSE(row.seen[0].event.empty()) << "a step that nobody would see: " << row.label;
    EXPECT_TRUE(row.after.empty() || row_of(row.after)) << row.label;
    previous = row.number;
  }
  EXPECT_EQ(labels, "1 2 3 4 5 6 7 8 9 10 11 12 12a 13 14 15 16 17 18 19 20 21 22 ");
  EXPECT_EQ(row_of("12a"), 12U);
  EXPECT_EQ(row_of("23"), std::nullopt);
}

TEST(StepTable, HasNoEventThatAGoodRunDoesNotShow) {
  for (const StepRow& row : step_table()) {
    for (const Observation& wanted : row.seen) {
      if (wanted.event.empty() || wanted.over_the_air) continue;  // the good run is one at Gb
      bool shown = false;
      for (const auto& event : test::good_run()) shown = shown || event.name == wanted.event;
      EXPECT_TRUE(shown) << wanted.event;
    }
  }
}

TEST(StepTable, BracesOfItsWordsMatch) {
  for (const StepRow& row : step_table()) {
    for (const Observation& wanted : row.seen) {
      int open = 0;
      for (const char letter : wanted.words) {
        open += letter == '{' ? 1 : letter == '}' ? -1 : 0;
        EXPECT_TRUE(open == 0 || open == 1) << wanted.words;
      }
      EXPECT_EQ(open, 0) << wanted.words;
    }
  }
}

}  // namespace
}  // namespace foothold::lab::steps

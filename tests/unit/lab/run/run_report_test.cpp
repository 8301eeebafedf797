// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_report.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lab/run/plan.h"
#include "tests/unit/lab/steps/good_run.h"

namespace foothold::lab {
namespace {

// A run of so many machines, of which the first one goes through all steps.
struct Reported {
  explicit Reported(unsigned machines)
      : tracker(Fleet::pcids(machines)), fleet(machines, tracker), report(fleet, steps::ReportStyle{}) {}

  std::vector<std::string> lines_of(const std::vector<trace::Event>& events) {
    std::vector<std::string> lines;
    for (const auto& event : events) {
      for (const auto& step : tracker.take(event)) {
        if (auto line = report.progress(step); !line.empty()) lines.push_back(std::move(line));
      }
    }
    return lines;
  }

  steps::StepTracker tracker;
  Fleet fleet;
  RunReport report;
};

TEST(RunReport, TellsEachStepOfASingleMachine) {
  Reported run(1);
  const auto lines = run.lines_of(steps::test::good_run());
  EXPECT_EQ(lines.size(), steps::kStepRows);
  EXPECT_EQ(lines.front().find("ok   1 "), 0U) << lines.front();
  EXPECT_EQ(run.report.results(), "");
  EXPECT_EQ(run.report.success(), "22 of 22 steps observed");
}

TEST(RunReport, TellsTheMilestonesOfSeveral) {
  Reported run(2);
  const auto lines = run.lines_of(steps::test::good_run());
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].find("device  1  ok   6 "), 0U) << lines[0];
  EXPECT_EQ(lines[3].find("device  1  ok   22"), 0U) << lines[3];
}

TEST(RunReport, TellsEveryFailure) {
  Reported run(12);
  auto failure = steps::test::failed("gba.failed", trace::Actor::m2me, {{"reason", "no answer"}});
  failure.device = plan::pcid(12);
  const auto lines = run.lines_of({failure});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].find("device 12  FAIL 7 "), 0U) << lines[0];
}

TEST(RunReport, HasALineForEachMachineAtTheEnd) {
  Reported run(4);
  run.lines_of(steps::test::good_run());
  auto failure = steps::test::failed("gba.failed", trace::Actor::m2me, {{"reason", "no answer"}});
  failure.device = plan::pcid(2);
  run.lines_of({failure});
  run.fleet.ended(3, {"foothold-m2me-3", 1 << 8, false});
  const auto results = run.report.results();
  EXPECT_EQ(std::ranges::count(results, '\n'), 5);
  EXPECT_NE(results.find("device  1  001020000000001  22 of 22 steps in "), std::string::npos) << results;
  EXPECT_NE(results.find("device  2  001020000000002  0 of 22 steps; stopped at step 7: "), std::string::npos)
      << results;
  EXPECT_NE(results.find("device  3  001020000000003  0 of 22 steps; its program ended with code 1\n"),
            std::string::npos)
      << results;
  EXPECT_NE(results.find("device  4  001020000000004  0 of 22 steps; not complete\n"), std::string::npos) << results;
  EXPECT_EQ(run.report.success(), "1 of 4 devices: 22 of 22 steps observed");
}

}  // namespace
}  // namespace foothold::lab

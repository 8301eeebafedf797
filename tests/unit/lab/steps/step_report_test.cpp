// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/steps/step_report.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/unique_fd.h"
#include "good_run.h"

namespace foothold::lab::steps {
namespace {

using namespace test;

StepTracker after(const std::vector<Event>& events) {
  StepTracker tracker({kPcid});
  for (const Event& one : events) tracker.take(one);
  return tracker;
}

TEST(StepReport, WritesALineAStep) {
  const StepTracker tracker = after(good_run());
  const DeviceRun& run = *tracker.find(kPcid);
  EXPECT_EQ(step_line(run, 0, {}),
            "ok   1   M2ME > SGSN  attaches to the network it found, giving its PCID: attach request with PCID "
            "001020000000001  0.0 ms (+0.0)");
  EXPECT_EQ(step_line(run, *row_of("5"), {}),
            "ok   5   SGSN > M2ME  authenticates the M2ME by AKA and accepts the attach: AUTHENTICATE in the TRE; "
            "attach accept for 001020000000001  50.0 ms (+20.0)");
  EXPECT_EQ(verdict_line(run, {}), "device 001020000000001: all steps done");
  const std::string text = render(run, {});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), static_cast<std::ptrdiff_t>(kStepRows + 1));
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(StepReport, SaysWhereAndWhyItStopped) {
  auto events = good_run_until("tre.mcim_installed");
  events.push_back(failed("tre.mcim_refused", Actor::tre, {{"result", "4"}, {"reason", "made for\nanother TRE"}}));
  events.back().time = at(300);
  const StepTracker tracker = after(events);
  const DeviceRun& run = *tracker.find(kPcid);
  EXPECT_EQ(verdict_line(run, {}),
            "device 001020000000001: stopped at step 19, the TRE refused the MCIM, result 4: made for\\x0aanother TRE");
  EXPECT_EQ(step_line(run, *row_of("19"), {}).substr(0, 8), "FAIL 19 ");
  EXPECT_EQ(step_line(run, *row_of("20"), {}).substr(0, 8), "-    20 ");
}

TEST(StepReport, SaysWhatItWaitsFor) {
  const StepTracker tracker = after(good_run_until("gba.bootstrapped"));
  EXPECT_EQ(verdict_line(*tracker.find(kPcid), {}), "device 001020000000001: waits for step 7");
  const StepTracker nothing({kPcid});
  EXPECT_EQ(verdict_line(*nothing.find(kPcid), {}), "device 001020000000001: waits for step 1");
  EXPECT_FALSE(render(*nothing.find(kPcid), {}).empty());
}

TEST(StepReport, ColoursOnlyATerminal) {
  const UniqueFd file(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  EXPECT_FALSE(style_for(file.get()).colour);
  const UniqueFd terminal(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_TRUE(terminal);
  ::unsetenv("NO_COLOR");
  EXPECT_TRUE(style_for(terminal.get()).colour);
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(style_for(terminal.get()).colour);
  ::unsetenv("NO_COLOR");
  const StepTracker tracker = after(good_run());
  EXPECT_EQ(step_line(*tracker.find(kPcid), 0, {true}).substr(0, 13), "\x1b[32mok  \x1b[0m");
}

TEST(StepReport, WritesTheSummary) {
  const auto good = nlohmann::json::parse(summary_json(after(good_run())));
  ASSERT_EQ(good["devices"].size(), 1U);
  const auto& device = good["devices"][0];
  EXPECT_EQ(device["device"], kPcid);
  EXPECT_EQ(device["result"], "complete");
  EXPECT_EQ(device["duration_ms"], 300.0);
  EXPECT_FALSE(device.contains("stopped_at"));
  ASSERT_EQ(device["steps"].size(), kStepRows);
  EXPECT_EQ(device["steps"][12]["step"], "12a");
  EXPECT_EQ(device["steps"][2]["to"], nullptr);
  EXPECT_EQ(device["steps"][2]["at_ms"], 20.0);
  EXPECT_EQ(device["steps"][2]["since_previous_ms"], 10.0);
  EXPECT_EQ(device["steps"][2]["exchanged"], "5 vectors, credential from ccif");
  EXPECT_EQ(device["order_errors"].size(), 0U);

  auto events = good_run_until("drf.bootstrap_built");
  events.push_back(failed("drf.no_contract", Actor::drf));
  events.back().time = at(500);
  const auto stopped = nlohmann::json::parse(summary_json(after(events)))["devices"][0];
  EXPECT_EQ(stopped["result"], "stopped");
  EXPECT_EQ(stopped["stopped_at"]["step"], "9");
  EXPECT_EQ(stopped["stopped_at"]["reason"], "the DRF knows no contract for this PCID");

  EXPECT_EQ(nlohmann::json::parse(summary_json(StepTracker({kPcid})))["devices"][0]["result"], "unfinished");
}

}  // namespace
}  // namespace foothold::lab::steps

// SPDX-License-Identifier: AGPL-3.0-or-later
// Every scenario, against the real daemons: does it end as its table entry says, for whoever reads the exit code, the
// last line or summary.json?
#include "lab/scenarios/scenario.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "tests/e2e/demo_run.h"

namespace foothold::lab {

// GoogleTest prints a parameter by this, else by its octets.
static void PrintTo(const Scenario& scenario, std::ostream* out) {
  *out << scenario.name;
}

}  // namespace foothold::lab

namespace foothold::e2e {
namespace {

using lab::Scenario;
using nlohmann::json;

class ScenarioTest : public testing::TestWithParam<Scenario> {};

json summary_of_the_device(const std::filesystem::path& run_folder) {
  const json summary = json::parse(read_file(run_folder / "summary.json"), nullptr, false);
  if (!summary.is_object() || summary["devices"].size() != 1) return {};
  return summary["devices"][0];
}

TEST_P(ScenarioTest, EndsAsExpected) {
  const auto& scenario = GetParam();
  const TemporaryFolder folder;
  const auto run_folder = folder.path() / "run";
  DemoRun run(run_folder, {"--scenario", std::string(scenario.name)});
  EXPECT_EQ(run.wait(), scenario.expectation.exit_code) << run.output();
  EXPECT_TRUE(run.nobody_left());
  EXPECT_TRUE(std::filesystem::exists(run_folder / "trace.pcapng"));

  const auto device = summary_of_the_device(run_folder);
  ASSERT_TRUE(device.is_object()) << run.output();
  if (const auto step = scenario.expectation.stopped_at) {
    EXPECT_EQ(run.last_line().find("stopped at step " + std::to_string(*step) + ": "), 0U) << run.output();
    EXPECT_EQ(device["result"], "stopped");
    EXPECT_EQ(device["stopped_at"]["step"], std::to_string(*step)) << device.dump(2);
  } else {
    EXPECT_EQ(run.last_line().find("22 of 22 steps observed"), 0U) << run.output();
    EXPECT_EQ(device["result"], "complete") << device.dump(2);
  }
}

// Without a sanitizer all; with one (FOOTHOLD_E2E_FEW), those that between them take every path of the programs.
std::vector<Scenario> scenarios_to_run() {
  std::vector<Scenario> chosen;
  for (const auto& scenario : lab::scenarios()) {
#ifdef FOOTHOLD_E2E_FEW
    if (scenario.name != "good" && scenario.name != "object-altered" && scenario.name != "sgsn-restart") continue;
#endif
    chosen.push_back(scenario);
  }
  return chosen;
}

std::string test_name(const testing::TestParamInfo<Scenario>& info) {
  std::string name(info.param.name);
  for (auto& character : name) {
    if (character == '-') character = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ScenarioTest, testing::ValuesIn(scenarios_to_run()), test_name);

}  // namespace
}  // namespace foothold::e2e

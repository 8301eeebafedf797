// SPDX-License-Identifier: AGPL-3.0-or-later
// A run over osmo-bsc, osmo-bts-trx and osmo-pcu, with a transceiver between that loses bursts in both directions.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/e2e/demo_run.h"

namespace foothold::e2e {
namespace {

std::string log_of(const TemporaryFolder& folder, const char* program) {
  return read_file(folder.path() / "run" / "log" / (std::string(program) + ".log"));
}

// The largest number that a program's log has for this name.
unsigned long largest(const std::string& log, const std::string& name) {
  unsigned long largest = 0;
  for (auto at = log.find(name + "="); at != std::string::npos; at = log.find(name + "=", at + 1)) {
    largest = std::max(largest, std::stoul(log.substr(at + name.size() + 1)));
  }
  return largest;
}

TEST(RadioLoss, TakesAllStepsWhereEachTenthBurstIsLost) {
  const TemporaryFolder folder;
  DemoRun run(folder.path() / "run", {"--radio", "trx", "--burst-loss", "10", "--timeout", "800"});
  ASSERT_EQ(run.wait(), 0) << run.output() << log_of(folder, "foothold-m2me").substr(0, 20000);
  EXPECT_EQ(run.last_line().find("22 of 22 steps observed"), 0U) << run.output();
  EXPECT_GT(largest(log_of(folder, "foothold-transceiver"), "lost"), 0U);
}

}  // namespace
}  // namespace foothold::e2e

// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs over osmo-bsc, osmo-bts-trx and osmo-pcu with our transceiver between: all 22 steps at burst level, with and
// without lost bursts.
#include <gtest/gtest.h>

#include "tests/e2e/demo_run.h"
#include "tests/e2e/tshark.h"

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

TEST(RadioTrx, TakesAllStepsOverBursts) {
  const TemporaryFolder folder;
  DemoRun run(folder.path() / "run", {"--radio", "trx", "--timeout", "300"});
  ASSERT_EQ(run.wait(), 0) << run.output() << log_of(folder, "foothold-m2me").substr(0, 20000);
  EXPECT_EQ(run.last_line().find("22 of 22 steps observed"), 0U) << run.output();
  EXPECT_TRUE(run.nobody_left());

  const Tshark trace(folder.path() / "run" / "trace.pcapng");
  EXPECT_EQ(trace.packets("_ws.malformed"), std::vector<std::string>{});
  EXPECT_FALSE(trace.packets("gsmtap.chan_type == 1 && gsm_a.dtap.msg_rr_type == 0x00").empty());  // SI13
  EXPECT_FALSE(trace.packets("gsmtap.chan_type == 3").empty());                                    // access bursts
  EXPECT_FALSE(trace.packets("gsmtap && gsm_a.dtap.msg_rr_type == 0x3f").empty());  // immediate assignment
  EXPECT_TRUE(trace.packets("udp.port == 5802 || udp.port == 6802").empty());       // the bursts themselves

  // The cell was found by its FCCH and SCH: BSIC 63 comes from nowhere else.
  EXPECT_NE(log_of(folder, "foothold-m2me").find("bsic=63"), std::string::npos);
  EXPECT_GT(largest(log_of(folder, "foothold-transceiver"), "uplink"), 0U);
}

TEST(RadioTrx, TakesAllStepsWhereEachTenthBurstIsLost) {
  const TemporaryFolder folder;
  DemoRun run(folder.path() / "run", {"--radio", "trx", "--burst-loss", "10", "--timeout", "600"});
  ASSERT_EQ(run.wait(), 0) << run.output() << log_of(folder, "foothold-m2me").substr(0, 20000);
  EXPECT_EQ(run.last_line().find("22 of 22 steps observed"), 0U) << run.output();
  EXPECT_GT(largest(log_of(folder, "foothold-transceiver"), "lost"), 0U);
}

}  // namespace
}  // namespace foothold::e2e

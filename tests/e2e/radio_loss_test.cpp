// SPDX-License-Identifier: AGPL-3.0-or-later
// A run over osmo-bsc, osmo-bts-trx and osmo-pcu, with a transceiver between that loses bursts in both directions,
// until the machine is attached and has its PDP context.
#include <gtest/gtest.h>
#include <signal.h>

#include <string>

#include "tests/e2e/demo_run.h"

namespace foothold::e2e {
namespace {

std::string log_of(const TemporaryFolder& folder, const char* program) {
  return read_file(folder.path() / "run" / "log" / (std::string(program) + ".log"));
}

TEST(RadioLoss, AttachesWhereEachTenthBurstIsLost) {
  const TemporaryFolder folder;
  DemoRun run(folder.path() / "run", {"--radio", "trx", "--burst-loss", "10", "--timeout", "600"});
  EXPECT_TRUE(run.wait_for("ok   6")) << run.output() << log_of(folder, "foothold-m2me").substr(0, 20000);
  run.signal(SIGINT);
  EXPECT_EQ(run.wait(), 130) << run.output();
  EXPECT_TRUE(run.nobody_left());
  const auto transceiver = read_file(folder.path() / "run/config/foothold-transceiver.toml");
  EXPECT_NE(transceiver.find("downlink_loss = 10"), std::string::npos) << transceiver;
  EXPECT_NE(transceiver.find("uplink_loss = 10"), std::string::npos) << transceiver;
}

}  // namespace
}  // namespace foothold::e2e

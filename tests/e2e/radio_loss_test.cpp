// SPDX-License-Identifier: AGPL-3.0-or-later
// Runs over osmo-bsc, osmo-bts-trx and osmo-pcu, with a transceiver between that loses bursts in both directions: the
// machine attaches all the same, and its trace counts what had to be sent again.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <string>
#include <thread>

#include "tests/e2e/demo_run.h"

namespace foothold::e2e {
namespace {

using namespace std::chrono_literals;

class RadioLoss : public testing::Test {
 protected:
  std::filesystem::path run_folder() const { return folder_.path() / "run"; }
  std::string log() const { return read_file(run_folder() / "log" / "foothold-m2me.log"); }

  // The newest value of one of RLC's counters (um.counters).
  unsigned long counted(const std::string& name) const {
    const std::string text = log();
    const auto at = text.rfind(" " + name + "=");
    return at == std::string::npos ? 0 : std::stoul(text.substr(at + name.size() + 2));
  }
  unsigned long sent_again() const { return counted("retransmitted_blocks"); }
  // The machine goes on after its attach, and needs many blocks for that.
  void wait_until_something_is_sent_again() const {
    const auto patience = std::chrono::steady_clock::now() + 240s;
    while (sent_again() == 0 && std::chrono::steady_clock::now() < patience) std::this_thread::sleep_for(100ms);
  }

  void run_with_loss(const std::string& percent, const std::string& until) {
    DemoRun run(run_folder(), {"--radio", "trx", "--burst-loss", percent, "--timeout", "600"});
    EXPECT_TRUE(run.wait_for(until)) << run.output() << log().substr(0, 20000);
    wait_until_something_is_sent_again();
    run.signal(SIGINT);
    EXPECT_EQ(run.wait(), 130) << run.output();
    EXPECT_TRUE(run.nobody_left());
    const auto transceiver = read_file(run_folder() / "config" / "foothold-transceiver.toml");
    EXPECT_NE(transceiver.find("downlink_loss = " + percent), std::string::npos) << transceiver;
    EXPECT_NE(transceiver.find("uplink_loss = " + percent), std::string::npos) << transceiver;
    EXPECT_GT(sent_again(), 0U);
  }

 private:
  TemporaryFolder folder_;
};

// Up to its PDP context.
TEST_F(RadioLoss, AttachesWhereEachTenthBurstIsLost) {
  run_with_loss("10", "ok   6");
}

TEST_F(RadioLoss, AttachesWhereThreeOfTenBurstsAreLost) {
  run_with_loss("30", "ok   5");
}

}  // namespace
}  // namespace foothold::e2e

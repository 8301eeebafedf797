// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Eight mobiles on one cell of osmo-bsc, osmo-bts-trx and osmo-pcu, each at its own distance: they hear the cell in the
// same moment and want a channel at once. All get through, from PCID to operator. One run for all of the file's tests.
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/e2e/demo_run.h"
#include "tests/e2e/tshark.h"

namespace foothold::e2e {
namespace {

using nlohmann::json;

constexpr std::size_t kDevices = 8;

std::string pcid(std::size_t device) {
  return "00102000000000" + std::to_string(device);
}

class RadioMany : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    DemoRun run(folder_->path() / "run", {"--radio", "trx", "--devices", std::to_string(kDevices), "--timeout", "400"});
    ASSERT_EQ(run.wait(), 0) << run.output();
    ASSERT_EQ(run.last_line().find("8 of 8 devices: 22 of 22 steps observed"), 0U) << run.output();
    ASSERT_TRUE(run.nobody_left());
    output_ = run.output();
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static json devices() {
    const auto summary = json::parse(read_file(folder_->path() / "run" / "summary.json"), nullptr, false);
    return summary.is_object() ? summary["devices"] : json();
  }
  static Tshark trace() { return Tshark(folder_->path() / "run" / "trace.pcapng"); }

  static std::unique_ptr<TemporaryFolder> folder_;
  static std::string output_;
};

std::unique_ptr<TemporaryFolder> RadioMany::folder_;
std::string RadioMany::output_;

TEST_F(RadioMany, EachDeviceCompletesInOrder) {
  const auto all = devices();
  ASSERT_EQ(all.size(), kDevices);
  for (std::size_t i = 0; i < kDevices; ++i) {
    EXPECT_EQ(all[i]["device"], pcid(i + 1));
    EXPECT_EQ(all[i]["result"], "complete") << all[i].dump(2);
    EXPECT_EQ(all[i]["order_errors"], json::array()) << all[i].dump(2);
  }
}

// What one device did is told of no other: each got an MCIM of its own, and showed that one to the network.
TEST_F(RadioMany, EachDeviceEndsAsAnotherSubscriber) {
  std::set<std::string> attached;
  for (const auto& device : devices()) attached.insert(device["steps"].back()["exchanged"].get<std::string>());
  EXPECT_EQ(attached.size(), kDevices);
}

TEST_F(RadioMany, CollisionsOnTheRachAreSeen) {
  const auto transceiver = read_file(folder_->path() / "run/log/foothold-transceiver.log");
  EXPECT_NE(transceiver.find("access_collision"), std::string::npos) << transceiver;
  EXPECT_EQ(output_.find("collisions on the RACH: 0\n"), std::string::npos);
  EXPECT_NE(output_.find("collisions on the RACH: "), std::string::npos) << output_;
}

TEST_F(RadioMany, EachPcidAttachesOverTheAir) {
  const auto shown = trace().values("gsm_a.dtap.msg_gmm_type == 0x01", "e212.imsi");
  const std::set<std::string> imsis(shown.begin(), shown.end());
  for (std::size_t i = 1; i <= kDevices; ++i) EXPECT_TRUE(imsis.contains(pcid(i))) << pcid(i);
}

TEST_F(RadioMany, HasNoMalformedPacket) {
  EXPECT_EQ(trace().packets("_ws.malformed"), std::vector<std::string>{});
}

}  // namespace
}  // namespace foothold::e2e

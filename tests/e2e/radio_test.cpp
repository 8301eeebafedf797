// SPDX-License-Identifier: AGPL-3.0-or-later
// A good run over osmo-bsc, osmo-bts-virtual and osmo-pcu: all 22 steps, and what Wireshark sees of the air. One run
// for all of the file's tests.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "tests/e2e/demo_run.h"
#include "tests/e2e/tshark.h"

namespace foothold::e2e {
namespace {

constexpr const char* kPcid = "001020000000001";

class RadioTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    DemoRun run(folder_->path() / "run", {"--radio", FOOTHOLD_E2E_RADIO, "--timeout", "300"});
    ASSERT_EQ(run.wait(), 0) << run.output()
                             << read_file(folder_->path() / "run/log/foothold-m2me.log").substr(0, 20000);
    ASSERT_EQ(run.last_line().find("22 of 22 steps observed"), 0U) << run.output();
    ASSERT_TRUE(run.nobody_left());
    // Step 1 begins with what the network says of itself.
    const auto cell = run.output().find("system information decoded: cell 001-01-1-1-1, ARFCN 51, RAC 1, GPRS yes");
    EXPECT_LT(cell, run.output().find("attach request with PCID")) << run.output();
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static Tshark trace() { return Tshark(folder_->path() / "run" / "trace.pcapng"); }
  static std::size_t count(const std::string& filter) { return trace().packets(filter).size(); }
  static std::string log(const std::string& program) {
    return read_file(folder_->path() / "run" / "log" / (program + ".log"));
  }

  static std::unique_ptr<TemporaryFolder> folder_;
};

std::unique_ptr<TemporaryFolder> RadioTest::folder_;

TEST_F(RadioTest, HasNoMalformedPacket) {
  EXPECT_GT(count("gsmtap"), 0U);
  EXPECT_EQ(trace().packets("_ws.malformed"), std::vector<std::string>{});
}

// The cell says that it does GPRS only once a PCU is connected (SI3's rest octets and SI13).
TEST_F(RadioTest, SystemInformationIsHeardBeforeTheFirstAccess) {
  const auto numbers = [](const std::string& filter) { return trace().values(filter, "frame.number"); };
  const auto si3 = numbers("gsmtap.chan_type == 1 && gsm_a.dtap.msg_rr_type == 0x1b");
  const auto si13 = numbers("gsmtap.chan_type == 1 && gsm_a.dtap.msg_rr_type == 0x00");
  const auto access = numbers("gsmtap.chan_type == 3");
  ASSERT_FALSE(si3.empty());
  ASSERT_FALSE(si13.empty());
  ASSERT_FALSE(access.empty());
  EXPECT_LT(std::stoul(si3.front()), std::stoul(access.front()));
  EXPECT_LT(std::stoul(si13.front()), std::stoul(access.front()));
}

TEST_F(RadioTest, TheChannelRequestIsAnsweredByAnImmediateAssignment) {
  EXPECT_GT(count("gsmtap && gsm_a.dtap.msg_rr_type == 0x3f"), 0U);
}

TEST_F(RadioTest, DataAndItsAcknowledgementsGoBothWays) {
  const auto blocks = trace().packets("gsmtap.chan_type == 13");
  const auto shown = [&](const char* what) {
    return std::any_of(blocks.begin(), blocks.end(),
                       [&](const std::string& line) { return line.find(what) != std::string::npos; });
  };
  EXPECT_TRUE(shown("GPRS UL DATA"));
  EXPECT_TRUE(shown("GPRS DL DATA"));
  EXPECT_TRUE(shown("PACKET_UPLINK_ACK_NACK"));
  EXPECT_TRUE(shown("PACKET_DOWNLINK_ACK_NACK"));
}

TEST_F(RadioTest, TheAttachRequestOnGbCarriesThePcid) {
  const auto imsis = trace().values("udp.port == 2157 && gsm_a.dtap.msg_gmm_type == 0x01", "e212.imsi");
  ASSERT_FALSE(imsis.empty());
  EXPECT_EQ(imsis.front(), kPcid);
}

// The frame clock of osmo-pcu 1.1 runs from the first uplink indication on; without one it answers a channel request
// with another one's reference (rf_bridge/um_virtual/uplink_air.h).
TEST_F(RadioTest, ThePcuGetsBlocksInTheOrderOfTheirFrames) {
  const auto pcu = log("osmo-pcu");
  EXPECT_NE(pcu.find("RACH request received"), std::string::npos);
  EXPECT_EQ(pcu.find("cur_fn=-1"), std::string::npos) << pcu;
  EXPECT_EQ(pcu.find("still reserved"), std::string::npos) << pcu;
}

TEST_F(RadioTest, TheMachineCountsWhatItTransferred) {
  const auto machine = log("foothold-m2me");
  EXPECT_NE(machine.find("counters access_bursts="), std::string::npos);
}

// Each Um frame stands in the trace once, as the mobile tells it, and not again as it crosses the loopback. An ICMP
// error may quote one, when the program at one end is the first to go.
TEST_F(RadioTest, TheAirItselfIsNotInTheTrace) {
  EXPECT_EQ(count("udp && !icmp && (ip.dst == 239.0.0.0/8 || udp.dstport in {5700 .. 5899, 6700 .. 6899})"), 0U);
}

}  // namespace
}  // namespace foothold::e2e

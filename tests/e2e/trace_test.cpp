// SPDX-License-Identifier: AGPL-3.0-or-later
// What Wireshark sees in the trace of a good run. One run for all of the file's tests.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "tests/e2e/demo_run.h"
#include "tests/e2e/tshark.h"

namespace foothold::e2e {
namespace {

constexpr const char* kPcid = "001020000000001";
constexpr const char* kOnNs = "udp.port == 2157 && ";

class TraceTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TemporaryFolder>();
    DemoRun run(folder_->path() / "run");
    ASSERT_EQ(run.wait(), 0) << run.output();
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static Tshark trace() { return Tshark(folder_->path() / "run" / "trace.pcapng"); }

  static std::unique_ptr<TemporaryFolder> folder_;
};

std::unique_ptr<TemporaryFolder> TraceTest::folder_;

TEST_F(TraceTest, HasNoMalformedPacket) {
  EXPECT_FALSE(trace().packets("udp.port == 2157").empty());
  EXPECT_EQ(trace().packets("_ws.malformed"), std::vector<std::string>{});
}

TEST_F(TraceTest, TheAttachRequestOnGbCarriesThePcid) {
  const auto imsis = trace().values(std::string(kOnNs) + "gsm_a.dtap.msg_gmm_type == 0x01", "e212.imsi");
  ASSERT_FALSE(imsis.empty());
  EXPECT_EQ(imsis.front(), kPcid);
}

TEST_F(TraceTest, TheOperationalAttachIsAuthenticatedAsTheMcim) {
  // The second authentication of the run is the SHO's; its IMSI has another PLMN than the PCID.
  const auto imsis = trace().values("gsup.msg_type == 0x08", "e212.imsi");
  const auto is_of_sho = [](const std::string& imsi) { return imsi.find("00103") == 0; };
  EXPECT_TRUE(std::any_of(imsis.begin(), imsis.end(), is_of_sho));
}

TEST_F(TraceTest, AuthenticationIsRequestedAndAnsweredOnGb) {
  EXPECT_FALSE(trace().packets(std::string(kOnNs) + "gsm_a.dtap.msg_gmm_type == 0x12").empty());
  EXPECT_FALSE(trace().packets(std::string(kOnNs) + "gsm_a.dtap.msg_gmm_type == 0x13").empty());
}

// On Gb it is ciphered: the mobile's own record of the LLC PDU in the clear shows it.
TEST_F(TraceTest, ThePdpContextIsAccepted) {
  EXPECT_FALSE(trace().packets("gsmtap && gsm_a.dtap.msg_sm_type == 0x42").empty());
}

// Provisioning is worth showing only if it goes over the mobile's bearer: radio side, SGSN, GTP, GGSN.
TEST_F(TraceTest, TheTlsSessionWithTheDpfCrossesTheGgsn) {
  const std::string to_dpf = "gtp && ip.dst == 10.23.1.4 && tcp.dstport == 443";
  EXPECT_FALSE(trace().packets(to_dpf + " && tls.handshake.type == 1").empty());
  EXPECT_FALSE(trace().packets("gtp && ip.src == 10.23.1.4 && tcp.srcport == 443 && tls").empty());
}

TEST_F(TraceTest, TheBootstrapPushReachesTheDeviceThroughTheGgsn) {
  EXPECT_FALSE(trace().packets("gtp && tcp.dstport == 4035").empty());
}

TEST_F(TraceTest, ThePingOfTheOperationalSubscriptionCrossesTheGgsn) {
  EXPECT_FALSE(trace().packets("gtp && icmp.type == 8 && ip.dst == 10.46.0.1").empty());
  EXPECT_FALSE(trace().packets("gtp && icmp.type == 0 && ip.src == 10.46.0.1").empty());
}

TEST_F(TraceTest, ShowsTheCardsCommands) {
  EXPECT_FALSE(trace().packets("gsm_sim").empty());
}

}  // namespace
}  // namespace foothold::e2e

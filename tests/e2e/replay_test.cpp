// SPDX-License-Identifier: AGPL-3.0-or-later
// Captures against the real thing: a TRE, osmo-sgsn with all that it needs, and foothold-m2me.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/e2e/demo_run.h"

namespace foothold::e2e {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const fs::path kCaptures = FOOTHOLD_CAPTURES;

struct Replay {
  int code = 0;
  std::string output;
  json report;
};

Replay replay(const fs::path& file, const std::string& target, const std::vector<std::string>& more = {}) {
  std::vector<std::string> line{foothold_program().string(), "replay", file.string(), "--against", target, "--json"};
  line.insert(line.end(), more.begin(), more.end());
  DemoRun run(line, nullptr);
  Replay done;
  done.code = run.wait();
  done.output = run.output();
  EXPECT_TRUE(run.nobody_left());
  done.report = json::parse(done.output, nullptr, false);
  return done;
}

// The verdict on one element of a message, empty if there is no such finding.
std::string verdict(const json& report, const std::string& message, const std::string& element) {
  for (const auto& finding : report.at("findings")) {
    if (finding.at("message") == message && finding.at("element") == element) return finding.at("verdict");
  }
  return {};
}

TEST(Replay, ASimTraceAgainstATre) {
  const auto done = replay(kCaptures / "sim-trace.pcapng", "tre");
  ASSERT_EQ(done.code, 0) << done.output;
  EXPECT_EQ(done.report.at("summary").at("different"), 0);
  EXPECT_GE(done.report.at("summary").at("same"), 25);
  // The challenge was made anew for this TRE, and its answer is right; evidence is nobody else's.
  EXPECT_EQ(verdict(done.report, "AUTHENTICATE", "outcome"), "same");
  EXPECT_EQ(verdict(done.report, "AUTHENTICATE", "RES"), "same");
  EXPECT_EQ(verdict(done.report, "GET EVIDENCE", "data"), "must differ");
  EXPECT_EQ(verdict(done.report, "INSTALL MCIM", "status word"), "must differ");
}

TEST(Replay, AMobileAgainstTheRealSgsn) {
  const auto done = replay(kCaptures / "first-attach.pcapng", "sgsn");
  ASSERT_EQ(done.code, 0) << done.output;
  EXPECT_EQ(done.report.at("summary").at("different"), 0);
  EXPECT_EQ(verdict(done.report, "gmm.authentication_and_ciphering_request", "RAND"), "must differ");
  EXPECT_EQ(verdict(done.report, "gmm.attach_accept", "allocated P-TMSI"), "must differ");
  EXPECT_EQ(verdict(done.report, "gmm.attach_accept", "routing area identification"), "same");
  EXPECT_EQ(verdict(done.report, "sm.activate_pdp_context_accept", "negotiated QoS"), "same");
  EXPECT_EQ(verdict(done.report, "gmm.detach_accept", "force to standby"), "same");
}

TEST(Replay, ANetworkAgainstTheMachine) {
  const auto done = replay(kCaptures / "first-attach.pcapng", "m2me");
  ASSERT_EQ(done.code, 0) << done.output;
  EXPECT_EQ(done.report.at("summary").at("different"), 0);
  EXPECT_EQ(verdict(done.report, "gmm.attach_request", "P-TMSI or IMSI"), "same");
  EXPECT_EQ(verdict(done.report, "gmm.authentication_and_ciphering_response", "RES"), "same");
  EXPECT_EQ(verdict(done.report, "gmm.attach_complete", ""), "same");
  EXPECT_EQ(verdict(done.report, "sm.activate_pdp_context_request", "access point name"), "same");
}

TEST(Replay, FindsWhatIsDifferent) {
  // In the capture the network refuses the mobile's RES; this mobile's is right, so that the network accepts it.
  const auto done = replay(kCaptures / "wrong-res.pcapng", "sgsn", {"--patience", "5"});
  EXPECT_EQ(done.code, 1) << done.output;
  EXPECT_EQ(verdict(done.report, "gmm.attach_accept", ""), "different") << done.output;
}

TEST(Replay, SaysWhatItCannotUse) {
  EXPECT_EQ(replay(kCaptures / "README.md", "tre").code, 2);
  EXPECT_EQ(replay(kCaptures / "no-such-file", "sgsn").code, 2);
  EXPECT_EQ(replay(kCaptures / "first-attach.pcapng", "hlr").code, 2);
  EXPECT_EQ(replay(kCaptures / "sim-trace.pcapng", "m2me").code, 2);  // no mobile in it
  EXPECT_EQ(replay(kCaptures / "sim-trace.pcapng", "tre", {"--socket", "/nowhere.sock"}).code, 3);
}

}  // namespace
}  // namespace foothold::e2e

// SPDX-License-Identifier: AGPL-3.0-or-later
// `foothold lab up`: a network that stays, machines that come and go, and its end. Without radio; lab_air_test.cpp has
// it.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/e2e/lab_run.h"

namespace foothold::e2e {
namespace {

namespace fs = std::filesystem;

constexpr const char* kWithoutRadio = "radio = \"gb\"\n";

// Its last line but for the logs: everything is up, and everything has been said about how to reach it.
constexpr const char* kUp = "osmo-hlr: inside";

TEST(LabUp, AMachineFromOutsideGoesAllTheWayAndCtrlCEndsTheLab) {
  const TemporaryFolder folder;
  const TemporaryFolder temporary;
  ::setenv("TMPDIR", temporary.path().c_str(), 1);
  LabRun lab(folder.path(), kWithoutRadio);
  ::unsetenv("TMPDIR");
  ASSERT_TRUE(lab.wait_for(kUp)) << lab.output();
  std::string status;
  EXPECT_EQ(lab.ask({"status"}, &status), 0);
  EXPECT_NE(status.find("\"pcid\":\"001020000000001\",\"running\":false"), std::string::npos) << status;

  DemoRun machine(lab.machine_inside(), nullptr);
  EXPECT_EQ(machine.wait(), 0) << machine.output() << read_file(lab.machine_log());
  ASSERT_TRUE(lab.wait_for("ok   22")) << lab.output();
  EXPECT_TRUE(machine.nobody_left());

  lab.process().signal(SIGINT);
  EXPECT_EQ(lab.process().wait(), 0) << lab.output();
  EXPECT_TRUE(lab.process().nobody_left());
  EXPECT_EQ(lab.process().last_line().find("the lab has ended"), 0U) << lab.output();
  EXPECT_TRUE(fs::is_empty(temporary.path()));  // no key is left
  for (const auto* socket : {"control.sock", "live.sock"}) EXPECT_FALSE(fs::exists(lab.run() / socket)) << socket;
  EXPECT_TRUE(fs::exists(lab.run() / "trace.pcapng"));
}

TEST(LabUp, DoesWhatItIsAskedUntilAProcessDies) {
  const TemporaryFolder folder;
  LabRun lab(folder.path(), kWithoutRadio);
  ASSERT_TRUE(lab.wait_for(kUp)) << lab.output();
  const auto process = [&](const std::string& name) {
    std::string answer;
    EXPECT_EQ(lab.ask({"status"}, &answer), 0);
    const auto status = nlohmann::json::parse(answer, nullptr, false);
    for (const auto& one : status["processes"])
      if (one["name"] == name) return one;
    return nlohmann::json{{"running", false}};
  };

  EXPECT_EQ(lab.ask({"cut", "foothold-drf"}), 0);  // so that the machine does not get to its end in the meantime
  EXPECT_EQ(lab.ask({"cut", "foothold-icf"}), 0);
  EXPECT_EQ(process("foothold-icf")["cut"], true);
  EXPECT_EQ(lab.ask({"attach", "1"}), 0);
  EXPECT_EQ(process("foothold-m2me")["running"], true);
  ASSERT_TRUE(lab.wait_for("ok   1 ")) << lab.output();
  EXPECT_EQ(lab.ask({"restore", "foothold-icf"}), 0);
  EXPECT_EQ(process("foothold-icf")["cut"], false);
  ASSERT_TRUE(lab.wait_for("ok   6 ")) << lab.output();  // as soon as the ICF goes on
  EXPECT_EQ(lab.ask({"detach", "1"}), 0);
  EXPECT_EQ(process("foothold-m2me")["running"], false);

  std::string answer;
  EXPECT_EQ(lab.ask({"detach", "1"}, &answer), 1);
  EXPECT_NE(answer.find("device: is not switched on"), std::string::npos) << answer;
  // With each start of the machine its TRE starts, too: once with the lab, and then twice.
  EXPECT_EQ(lab.ask({"attach", "1"}), 0);
  EXPECT_EQ(lab.ask({"attach", "1"}, &answer), 1);
  EXPECT_NE(answer.find("device: is switched on"), std::string::npos) << answer;
  const auto tre_log = read_file(lab.run() / "log" / "foothold-tre.log");
  std::size_t starts = 0;
  for (auto at = tre_log.find("service.ready"); at != std::string::npos; at = tre_log.find("service.ready", at + 1)) {
    ++starts;
  }
  EXPECT_EQ(starts, 3U) << tre_log;
  EXPECT_EQ(lab.ask({"attach", "2"}), 1);
  EXPECT_EQ(lab.ask({"cut", "nosuch"}), 1);
  EXPECT_EQ(lab.ask({"restore", "osmo-hlr"}), 1);
  EXPECT_EQ(lab.ask({"loss", "1", "10", "10"}), 1);  // there are no bursts
  EXPECT_EQ(lab.ask({"explode"}), 2);

  // A process that dies is the end of the lab.
  DemoRun kill(lab.inside({"sh", "-c", "kill -9 $(pidof osmo-hlr)"}), nullptr);
  EXPECT_EQ(kill.wait(), 0) << kill.output();
  EXPECT_EQ(lab.process().wait(), 1);
  EXPECT_NE(lab.output().find("osmo-hlr was killed by signal 9"), std::string::npos) << lab.output();
  EXPECT_TRUE(lab.process().nobody_left());
  EXPECT_EQ(lab.ask({"status"}), 1);
}

// The subscribers and cards of a kept state are the same at the next start.
TEST(LabUp, AKeptStateIsTakenUpAgain) {
  const TemporaryFolder folder;
  const auto configuration = std::string(kWithoutRadio) + "state = \"kept\"\n[cards]\ncount = 1\n";
  const auto card = folder.path() / "kept" / "device-2";
  {
    LabRun lab(folder.path(), configuration, "first");
    ASSERT_TRUE(lab.wait_for(kUp)) << lab.output();
    EXPECT_NE(lab.output().find("card       PCID 001020000000002; into the reader: foothold-tre --config " +
                                (card / "card.toml").string()),
              std::string::npos)
        << lab.output();
    EXPECT_EQ(lab.ask({"stop"}), 0);
    EXPECT_EQ(lab.process().wait(), 0) << lab.output();
  }
  EXPECT_EQ(fs::status(folder.path() / "kept").permissions(), fs::perms::owner_all);
  EXPECT_NE(read_file(card / "card.toml").find("vpcd = '127.0.0.1:35963'"), std::string::npos)
      << read_file(card / "card.toml");
  const auto firmware = read_file(card / "firmware.img");  // made at random, once
  LabRun lab(folder.path(), configuration, "second");
  ASSERT_TRUE(lab.wait_for(kUp)) << lab.output();
  EXPECT_EQ(read_file(card / "firmware.img"), firmware);
  EXPECT_EQ(lab.ask({"attach", "1"}), 0);
  EXPECT_TRUE(lab.wait_for("ok   6 ")) << lab.output();
  EXPECT_EQ(lab.ask({"stop"}), 0);
  EXPECT_EQ(lab.process().wait(), 0) << lab.output();
}

TEST(LabUp, AWrongFileIsNamedWithItsKey) {
  const TemporaryFolder folder;
  LabRun lab(folder.path(), "radio = \"trx\"\n[cell]\narfcn = 600\n");
  EXPECT_EQ(lab.process().wait(), 2);
  EXPECT_NE(lab.output().find("cell.arfcn: is not in GSM900"), std::string::npos) << lab.output();
  EXPECT_FALSE(fs::exists(lab.run()));
}

// Whatever this machine has: the exit code is what the JSON says.
TEST(LabCheckSdr, SaysInJsonWhatTheExitCodeSays) {
  DemoRun check({foothold_program().string(), "lab", "check-sdr", "--json"}, nullptr);
  const int code = check.wait();
  const auto said = nlohmann::json::parse(check.output(), nullptr, false);
  ASSERT_TRUE(said.is_object()) << check.output();
  EXPECT_EQ(code, said["ready"] == true ? 0 : 3);
  EXPECT_TRUE(std::any_of(said["items"].begin(), said["items"].end(),
                          [](const auto& item) { return item["name"] == "osmo-trx-lms"; }));
}

}  // namespace
}  // namespace foothold::e2e

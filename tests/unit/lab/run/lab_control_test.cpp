// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/lab_control.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <filesystem>

#include "lab/control/control_client.h"
#include "tests/temporary_folder.h"
#include "tests/unit/lab/run/blocked_signals.h"
#include "trace/unix_socket.h"

namespace foothold::lab {
namespace {

using nlohmann::json;
constexpr std::chrono::seconds kPatience{60};

class LabControlTest : public testing::Test {
 protected:
  LabControlTest() {
    block_signals();
    setup_.folders.run = setup_.folders.state = temporary_.path();
  }

  json ask(LabControl& control, const std::string& command) {
    if (!client_) {
      EXPECT_TRUE(control.open());
      client_ = std::move(*trace::connect_unix(control::control_socket(temporary_.path()).string()));
    }
    const auto line = *control::request_from_words({command, "1"})
                           .or_else([&](const Error&) { return control::request_from_words({command}); })
                           .map([](const control::Request& request) { return to_line(request) + "\n"; });
    EXPECT_EQ(::send(client_.get(), line.data(), line.size(), MSG_NOSIGNAL), static_cast<ssize_t>(line.size()));
    std::array<char, 8192> buffer{};
    ssize_t count = 0;
    loop_.wait_until(
        [&] {
          count = ::recv(client_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
          return count > 0;
        },
        RunLoop::Clock::now() + kPatience);
    return json::parse(std::string(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))), nullptr,
                       false);
  }

  foothold::test::TemporaryFolder temporary_;
  RunSetup setup_;
  RunLoop loop_{[](const trace::Event&) {}, [](const ProcessEnd&) {}};
  UniqueFd client_;
};

TEST_F(LabControlTest, TellsOfEachMachine) {
  LabControl control(setup_, 2, LabControl::Switches::by_run, loop_);
  const auto answer = ask(control, "status");
  EXPECT_EQ(answer["radio"], "gb");
  ASSERT_EQ(answer["devices"].size(), 2U);
  EXPECT_EQ(answer["devices"][1]["pcid"], "001020000000002");
  EXPECT_FALSE(answer["devices"][1]["running"]);
}

TEST_F(LabControlTest, SwitchesNothingInARunThatDoesSoItself) {
  LabControl control(setup_, 1, LabControl::Switches::by_run, loop_);
  for (const auto* command : {"attach", "detach"}) {
    const auto answer = ask(control, command);
    EXPECT_FALSE(answer["ok"]) << command;
    EXPECT_NE(answer["error"].get<std::string>().find("by the run itself"), std::string::npos) << answer;
  }
}

TEST_F(LabControlTest, KnowsWhichMachinesThereAreToSwitch) {
  LabControl none(setup_, 0, LabControl::Switches::by_hand, loop_);
  EXPECT_NE(ask(none, "attach")["error"].get<std::string>().find("not among"), std::string::npos);
  EXPECT_NE(ask(none, "detach")["error"].get<std::string>().find("not switched on"), std::string::npos);
}

TEST_F(LabControlTest, AStopEndsTheLoopAsASignalDoes) {
  LabControl control(setup_, 1, LabControl::Switches::by_run, loop_);
  EXPECT_FALSE(loop_.interrupted());
  (void)ask(control, "stop");
  EXPECT_TRUE(loop_.interrupted());
}

TEST_F(LabControlTest, ItsSocketGoesWithIt) {
  LabControl control(setup_, 1, LabControl::Switches::by_run, loop_);
  ASSERT_TRUE(control.open());
  EXPECT_TRUE(std::filesystem::exists(control::control_socket(temporary_.path())));
  control.close();
  EXPECT_FALSE(std::filesystem::exists(control::control_socket(temporary_.path())));
}

// A run whose folder has too long a path goes on without it.
TEST_F(LabControlTest, SaysWhyThereCannotBeASocket) {
  setup_.folders.run = temporary_.path() / std::string(120, 'x');
  LabControl control(setup_, 1, LabControl::Switches::by_run, loop_);
  EXPECT_FALSE(control.open());
  control.close();
}

}  // namespace
}  // namespace foothold::lab

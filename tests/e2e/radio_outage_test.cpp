// SPDX-License-Identifier: AGPL-3.0-or-later
// A run at burst level whose machine is out of coverage for twenty seconds, in the middle of its way to the RO.
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/e2e/demo_run.h"

namespace foothold::e2e {
namespace {

constexpr std::uint16_t kChannelControlPort = 5710;  // of each run's transceiver
constexpr int kPatienceForAnswerMs = 10'000;
constexpr const char* kTwentySeconds = "CMD OUTAGE * 4333";  // frames

bool enter(pid_t process, const char* kind) {
  const UniqueFd space(::open(("/proc/" + std::to_string(process) + "/ns/" + kind).c_str(), O_RDONLY | O_CLOEXEC));
  return space && ::setns(space.get(), 0) == 0;
}

// The run's first process forks the one that makes its namespaces.
pid_t process_in_network(const DemoRun& run) {
  const auto first = std::to_string(run.pid());
  std::istringstream children(read_file("/proc/" + first + "/task/" + first + "/children"));
  pid_t child = 0;
  children >> child;
  return child;
}

// In a child of the test, which may then be in the run's network: whether the transceiver did it.
bool ask_transceiver(pid_t run, std::string_view command) {
  if (::geteuid() != 0 && !enter(run, "user")) return false;
  if (!enter(run, "net")) return false;
  const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(kChannelControlPort);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return false;
  // With its final zero, as TRXC has it.
  if (::send(socket.get(), command.data(), command.size() + 1, 0) < 0) return false;
  pollfd answer{socket.get(), POLLIN, 0};
  std::array<char, 128> buffer{};
  if (::poll(&answer, 1, kPatienceForAnswerMs) != 1) return false;
  const auto size = ::recv(socket.get(), buffer.data(), buffer.size() - 1, 0);
  return size > 0 && std::string_view(buffer.data()).starts_with("RSP OUTAGE 0");
}

bool change_air(const DemoRun& run, std::string_view command) {
  const pid_t in_network = process_in_network(run);
  const pid_t child = ::fork();
  if (child == 0) ::_exit(ask_transceiver(in_network, command) ? 0 : 1);
  int status = -1;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::size_t count(const std::string& text, std::string_view wanted) {
  std::size_t found = 0;
  for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1)) ++found;
  return found;
}

TEST(RadioOutage, TheMachineComesBackAndEndsItsRun) {
  const TemporaryFolder folder;
  const auto run_folder = folder.path() / "run";
  DemoRun run(run_folder, {"--radio", "trx", "--timeout", "600"});
  ASSERT_TRUE(run.wait_for("ok   6")) << run.output();
  ASSERT_TRUE(change_air(run, kTwentySeconds));
  EXPECT_EQ(run.wait(), 0) << run.output();
  EXPECT_EQ(run.last_line().find("22 of 22 steps observed"), 0U) << run.output();
  EXPECT_TRUE(run.nobody_left());

  const auto log = read_file(run_folder / "log" / "foothold-m2me.log");
  EXPECT_GE(count(log, "UM cell_lost"), 1U) << log.substr(0, 20000);
  EXPECT_GE(count(log, "UM cell_selected"), 2U);
  // Back in the cell it says so to the SGSN, and its bearer outlived all that.
  EXPECT_GE(count(log, "GMM routing_area_update_accept"), 1U);
  EXPECT_EQ(count(log, "UM bearer.up"), 2U);  // the PCID's and the MCIM's
}

}  // namespace
}  // namespace foothold::e2e

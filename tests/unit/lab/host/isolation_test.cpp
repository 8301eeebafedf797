// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/isolation.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/unique_fd.h"
#include "lab/host/network_interface.h"

namespace foothold::lab {
namespace {

constexpr int kWaitMs = 30'000;  // only how long a broken test hangs

template <class Body>
int exit_code_of(const Body& body) {
  const auto code = run_isolated(body);
  if (!code) ADD_FAILURE() << to_string(code.error());
  return code.value_or(99);
}

// A process and the read end of a pipe whose write end everybody in the isolation holds.
struct Isolated {
  pid_t caller = -1;
  UniqueFd lifeline;

  // Starts a caller whose process 1 has a child of its own, both waiting for nothing but their end. Both run when this
  // returns.
  static Isolated start() {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    Isolated isolated{-1, UniqueFd(ends[0])};
    UniqueFd write_end(ends[1]);
    isolated.caller = ::fork();
    if (isolated.caller == 0) {
      isolated.lifeline.reset();
      const auto code = run_isolated([&] {
        if (::fork() == 0) {
          ::setsid();  // as a daemon would
          (void)!::write(write_end.get(), "c", 1);
          for (;;) ::pause();
        }
        sigset_t signals;
        sigemptyset(&signals);
        for (const int signal : {SIGINT, SIGTERM}) sigaddset(&signals, signal);
        (void)!::write(write_end.get(), "1", 1);
        int signal = 0;
        ::sigwait(&signals, &signal);
        return signal == SIGINT ? 130 : 143;
      });
      ::_exit(code ? *code : 99);
    }
    write_end.reset();
    isolated.expect_octets(2);
    return isolated;
  }

  void expect_octets(int count) {
    for (char octet = 0; count > 0; --count) {
      pollfd readable{lifeline.get(), POLLIN, 0};
      ASSERT_EQ(::poll(&readable, 1, kWaitMs), 1);
      ASSERT_EQ(::read(lifeline.get(), &octet, 1), 1);
    }
  }

  // The pipe ends when the last process of the isolation is gone.
  void expect_nobody_left() {
    pollfd readable{lifeline.get(), POLLIN, 0};
    ASSERT_EQ(::poll(&readable, 1, kWaitMs), 1);
    char octet = 0;
    EXPECT_EQ(::read(lifeline.get(), &octet, 1), 0);
  }
};

TEST(Isolation, MakesBodyRootAndProcess1AndPassesItsCodeOn) {
  EXPECT_EQ(exit_code_of([] { return ::getpid() == 1 && ::geteuid() == 0 ? 42 : 1; }), 42);
}

TEST(Isolation, HasOnlyALoopbackWhichIsUpAndTakesAddresses) {
  EXPECT_EQ(exit_code_of([] {
              std::ifstream interfaces("/proc/self/net/dev");
              std::string all((std::istreambuf_iterator<char>(interfaces)), std::istreambuf_iterator<char>());
              if (all.find("lo:") == std::string::npos || all.find("eth") != std::string::npos) return 1;
              if (!add_address("lo", "10.23.1.1") || !add_address("lo", "10.23.2.1")) return 2;
              std::ifstream routes("/proc/self/net/fib_trie");
              std::string table((std::istreambuf_iterator<char>(routes)), std::istreambuf_iterator<char>());
              return table.find("10.23.1.1") != std::string::npos && table.find("10.23.2.1") != std::string::npos ? 0
                                                                                                                  : 3;
            }),
            0);
}

TEST(Isolation, LeavesItsCallerWhereItWas) {
  const auto network = [] { return std::filesystem::read_symlink("/proc/self/ns/net"); };
  const auto before = network();
  EXPECT_EQ(exit_code_of([&] { return network() != before ? 0 : 1; }), 0);
  EXPECT_EQ(network(), before);
}

TEST(Isolation, RefusesWhatIsNoAddressOrNoInterface) {
  EXPECT_EQ(exit_code_of([] {
              const bool refused = !add_address("lo", "10.23.1") && !add_address("lo", "") &&
                                   !add_address("nosuch0", "10.23.1.1") && !bring_up("nosuch0");
              return refused ? 0 : 1;
            }),
            0);
}

TEST(Isolation, PassesInterruptOnAndEndsEverything) {
  auto isolated = Isolated::start();
  ASSERT_EQ(::kill(isolated.caller, SIGINT), 0);
  int status = 0;
  ASSERT_EQ(::waitpid(isolated.caller, &status, 0), isolated.caller);
  EXPECT_EQ(WEXITSTATUS(status), 130);
  isolated.expect_nobody_left();
}

TEST(Isolation, EndsEverythingWhenItsCallerIsKilled) {
  auto isolated = Isolated::start();
  ASSERT_EQ(::kill(isolated.caller, SIGKILL), 0);
  int status = 0;
  ASSERT_EQ(::waitpid(isolated.caller, &status, 0), isolated.caller);
  isolated.expect_nobody_left();
}

}  // namespace
}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/process_network.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <string>

#include "base/unique_fd.h"
#include "lab/host/isolation.h"

namespace foothold::lab {
namespace {

ino_t network_of(const std::string& process) {
  struct stat found {};
  return ::stat(("/proc/" + process + "/ns/net").c_str(), &found) == 0 ? found.st_ino : 0;
}

// A pipe whose end is readable once `writing` is gone.
struct Stop {
  Stop() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return;
    reading = UniqueFd(ends[0]);
    writing = UniqueFd(ends[1]);
  }
  UniqueFd reading;
  UniqueFd writing;
};

TEST(ProcessNetwork, IsEnteredWhetherItIsThereYetOrNot) {
  const auto done = run_isolated([] {
    const Stop stop;
    const auto child = ::fork();
    if (child == 0) {
      if (::unshare(CLONE_NEWNET) != 0) ::_exit(1);
      for (;;) ::pause();
    }
    const auto before = network_of("self");
    if (!enter_network_of(child, stop.reading.get())) return 1;
    const bool entered = network_of("self") != before && network_of("self") == network_of(std::to_string(child));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    return entered ? 0 : 2;
  });
  if (!done) GTEST_SKIP() << to_string(done.error());
  EXPECT_EQ(*done, 0);
}

TEST(ProcessNetwork, OfNobody) {
  const Stop stop;
  const auto child = ::fork();
  if (child == 0) ::_exit(0);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);
  EXPECT_FALSE(enter_network_of(child, stop.reading.get()));
}

TEST(ProcessNetwork, IsNotWaitedForForEver) {
  Stop stop;
  stop.writing.reset();
  EXPECT_FALSE(enter_network_of(::getpid(), stop.reading.get()));
}

}  // namespace
}  // namespace foothold::lab

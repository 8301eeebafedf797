// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/process_network.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "base/unique_fd.h"

namespace foothold::lab {
namespace {

constexpr int kLookAgain = 10;  // ms; the kernel tells nobody when a process changes its namespace

tl::unexpected<Error> failure(const std::string& path) {
  return fail(std::string("cannot be entered: ") + std::strerror(errno), path);
}

bool is_ours(int network) {
  struct stat ours {};
  struct stat theirs {};
  return ::stat("/proc/thread-self/ns/net", &ours) == 0 && ::fstat(network, &theirs) == 0 &&
         ours.st_ino == theirs.st_ino;
}

}  // namespace

Result<void> enter_network_of(pid_t process, int stop_fd) {
  const auto path = "/proc/" + std::to_string(process) + "/ns/net";
  for (;;) {
    const UniqueFd network(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!network) return failure(path);
    if (!is_ours(network.get())) {
      if (::setns(network.get(), CLONE_NEWNET) != 0) return failure(path);
      return {};
    }
    pollfd stop{stop_fd, POLLIN, 0};
    if (::poll(&stop, 1, kLookAgain) > 0) return fail("stopped before there was one of its own", path);
  }
}

}  // namespace foothold::lab

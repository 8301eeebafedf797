// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/net/network_namespace.h"

#include <fcntl.h>
#include <sched.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "m2me/net/interface.h"

namespace foothold::m2me {

Result<NetworkNamespace> NetworkNamespace::current() {
  UniqueFd fd(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!fd) return fail(std::string("cannot open the thread's network namespace: ") + std::strerror(errno));
  return NetworkNamespace(std::move(fd));
}

Result<NetworkNamespace> NetworkNamespace::unshare() {
  if (::unshare(CLONE_NEWNET) != 0) {
    return fail(std::string("cannot make a network namespace: ") + std::strerror(errno) +
                (errno == EPERM ? "; it takes root, or a user namespace of one's own (unshare -Ur)" : ""));
  }
  if (auto up = set_interface_up("lo", true); !up) return tl::unexpected(up.error());
  return current();
}

Result<void> NetworkNamespace::enter() const {
  if (::setns(fd_.get(), CLONE_NEWNET) == 0) return {};
  return fail(std::string("cannot enter the network namespace: ") + std::strerror(errno));
}

}  // namespace foothold::m2me

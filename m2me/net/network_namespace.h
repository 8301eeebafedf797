// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::m2me {

// A network namespace, kept alive while this object lives. Namespaces belong to threads: a new thread starts in that of
// the thread that made it, and a socket stays for ever in that of the thread that opened it. So the mobile opens its Gb
// socket first, then leaves for a namespace where nothing but its TUN leads out.
class NetworkNamespace {
 public:
  // The calling thread's.
  static Result<NetworkNamespace> current();
  // A new, empty one, with `lo` up, which the calling thread enters. Needs CAP_SYS_ADMIN in the user namespace.
  static Result<NetworkNamespace> unshare();

  // The calling thread enters it.
  Result<void> enter() const;

 private:
  explicit NetworkNamespace(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

}  // namespace foothold::m2me

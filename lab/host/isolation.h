// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>

#include "base/result.h"

namespace foothold::lab {

// Runs `body` as process 1 of new mount, PID and network namespaces (and a user namespace, mapped to user 0, unless the
// caller is root already), with `lo` up, and returns what `body` returned (128 + signal if it was killed).
//
// Whatever `body` starts lives in that PID namespace, so the kernel ends all of it with `body`, and `body` ends with
// the caller, kill -9 included. In `body` SIGINT, SIGTERM, SIGHUP and SIGCHLD are blocked: it reads them from a
// signalfd. The caller's SIGINT, SIGTERM and SIGHUP are passed on; the third one kills. The calling process must have
// one thread only, and stays in the new namespaces but for the PID namespace. An Error means that this machine does not
// let us; `what` says what to do about it.
Result<int> run_isolated(const std::function<int()>& body);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <signal.h>

namespace foothold::lab {

// What run_isolated does before there is a RunLoop.
inline void block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&signals, signal);
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
}

}  // namespace foothold::lab

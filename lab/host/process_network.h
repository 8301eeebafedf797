// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include "base/result.h"

namespace foothold::lab {

// The calling thread enters the network namespace of `process`: at once, or as soon as it has one other than the
// caller's, which a mobile makes for itself when it starts. Until `stop_fd` is readable. Errors: there is no such
// process (any more), its namespace may not be entered, stopped.
Result<void> enter_network_of(pid_t process, int stop_fd);

}  // namespace foothold::lab

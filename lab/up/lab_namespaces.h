// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace foothold::lab {

// Runs a program where `process` is: in its user, mount, network and PID namespaces, so that it sees the lab's sockets
// and addresses, and ends with the lab. Terminal and working folder stay. Returns the program's exit code (128 + signal
// if it was killed). Errors: the lab is not yours, or there is no such program.
Result<int> run_in_namespaces_of(pid_t process, const std::vector<std::string>& command_line);

}  // namespace foothold::lab

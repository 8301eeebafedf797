// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::trace {

// Non-blocking, close-on-exec stream sockets. Errors: the path is over 107 octets, or what the system says.
Result<UniqueFd> connect_unix(const std::string& path);
// Replaces an existing socket file; the new one is for its owner only.
Result<UniqueFd> listen_unix(const std::string& path);

}  // namespace foothold::trace

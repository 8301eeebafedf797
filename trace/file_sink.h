// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "trace/sink.h"

namespace foothold::trace {

// A sink that writes a pcapng file for Wireshark, from the start (an old file is overwritten, mode 0600). Each event
// reaches the kernel before write() returns: a crash of the program loses nothing, a crash of the machine little.
// After a write error (disk full) the file ends at a whole block and further events are dropped.
Result<std::unique_ptr<Sink>> open_pcapng_file(const std::string& path, std::string program);

}  // namespace foothold::trace

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "trace/sink.h"

namespace foothold::trace {

// The sink of one of our programs: log lines on stderr and, unless `collector_path` is empty, the stream to the lab's
// collector there. `program` is the program's name, for the stream's header. Errors: as connect_stream().
Result<std::unique_ptr<Sink>> open_sink(const std::string& collector_path, std::string program);

}  // namespace foothold::trace

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/log_sink.h"

#include "trace/describe.h"
#include "trace/stamp.h"

namespace foothold::trace {

void LogSink::write(Event event) {
  if (event.name == "wire.packet") return;
  stamp(event);
  const std::string line = log_line(event) + "\n";
  const std::lock_guard lock(mutex_);
  std::fwrite(line.data(), 1, line.size(), out_);
  std::fflush(out_);
}

}  // namespace foothold::trace

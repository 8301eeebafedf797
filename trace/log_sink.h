// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdio>
#include <mutex>

#include "trace/sink.h"

namespace foothold::trace {

// One line per event (see log_line() in describe.h). Captured packets (`wire.packet`) are left out: they are for
// Wireshark, and would bury everything else.
class LogSink : public Sink {
 public:
  // `out` stays the caller's and outlives the sink. It is written line by line and flushed after each: give it a
  // file or a terminal, since a full pipe would hold up the writer.
  explicit LogSink(std::FILE* out) : out_(out) {}

  void write(Event event) override;

 private:
  std::mutex mutex_;
  std::FILE* out_;
};

}  // namespace foothold::trace

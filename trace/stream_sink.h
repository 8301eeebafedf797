// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/result.h"
#include "trace/sink.h"

namespace foothold::trace {

// What a stream may hold back for a slow reader before it drops, and how long its end may take.
struct StreamLimits {
  std::size_t events = 65536;
  std::size_t octets = 64U << 20U;        // of payload; the events' own texts come on top
  std::chrono::milliseconds drain{2000};  // at its end: how long a reader may take nothing; ten times that in all
};

// A sink that sends every event as pcapng to the unix stream socket at `path` (the lab's collector, see
// collector.h). write() only queues; a thread sends. What found no room is counted and reported as an event
// `trace.dropped` (field `count`) at the place where it is missing, as soon as there is room. On destruction what is
// queued is sent, as long as the reader takes it (see `drain`). `program` names the sender in the stream's section
// header. Errors: the path is too long for a unix socket, or nobody listens there.
Result<std::unique_ptr<Sink>> connect_stream(const std::string& path, std::string program, StreamLimits limits = {});

}  // namespace foothold::trace

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "trace/sink.h"

namespace foothold::trace {

// Bounds of a collector.
struct CollectorLimits {
  std::size_t producers = 2048;  // connections of programs; further ones are closed at once
  std::size_t listeners = 32;
  std::size_t listener_octets = 32U << 20U;    // what is held for a slow listener before it misses events
  std::size_t own_events = 65536;              // written into the collector itself and not yet handled
  std::chrono::milliseconds merge_window{50};  // how long an event waits for an earlier one of another program
};

// The lab's side of the trace. Programs connect to the socket at `producers_path` and send pcapng (stream_sink.h);
// their events and those written here are merged by time and handed to `on_event`, one at a time, on the collector's
// own thread. Whoever connects to `live_path` gets the merged pcapng from then on. A slow listener is never waited
// for: what it missed is counted and told to it by an event `trace.dropped`. A broken producer costs its connection
// only, and is reported as an event `trace.damaged`.
class Collector : public Sink {
 public:
  using Callback = std::function<void(const Event&)>;

  // Both sockets accept connections when this returns. An existing socket file at a path is replaced.
  // `live_path` may be empty: then there are no live listeners.
  static Result<std::unique_ptr<Collector>> open(const std::string& producers_path, const std::string& live_path,
                                                 Callback on_event, CollectorLimits limits = {});
  ~Collector() override = default;

  // Takes in what the producers have already sent, hands out everything held, and ends the thread. The destructor does
  // so too; after it, write() drops.
  virtual void stop() = 0;
};

}  // namespace foothold::trace

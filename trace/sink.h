// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "trace/event.h"

namespace foothold::trace {

// Where events go. write() may be called from any thread, never blocks on a slow reader and never throws; it stamps
// `time` if the event has none.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(Event event) = 0;
};

}  // namespace foothold::trace

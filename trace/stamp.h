// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "trace/event.h"

namespace foothold::trace {

// Gives an event without a time the time of the system's clock; every sink does so first.
inline void stamp(Event& event) {
  if (event.time == Time{}) event.time = std::chrono::time_point_cast<Time::duration>(std::chrono::system_clock::now());
}

}  // namespace foothold::trace

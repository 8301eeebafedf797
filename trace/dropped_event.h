// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "trace/event.h"
#include "trace/stamp.h"

namespace foothold::trace {

// The event that stands where `count` others are missing.
inline Event dropped_event(std::size_t count) {
  Event event;
  event.name = "trace.dropped";
  event.fields = {{"count", std::to_string(count)}};
  stamp(event);
  return event;
}

}  // namespace foothold::trace

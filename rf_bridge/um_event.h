// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "trace/event.h"

namespace foothold::rf_bridge {

// Of the layer um, written by `from`.
inline trace::Event um_event(trace::Actor from, trace::Kind kind, std::string name, std::vector<trace::Field> fields) {
  trace::Event event;
  event.from = from;
  event.layer = trace::Layer::um;
  event.kind = kind;
  event.name = std::move(name);
  event.fields = std::move(fields);
  return event;
}

}  // namespace foothold::rf_bridge

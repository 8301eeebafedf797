// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "trace/event.h"

namespace foothold::operators {

// The events of a service have this form: something about one device, from one actor to another (`to` none for what
// concerns `from` alone).
inline trace::Event service_event(trace::Kind kind, trace::Layer layer, trace::Actor from, trace::Actor to,
                                  std::string device, std::string name, std::vector<trace::Field> fields) {
  trace::Event event;
  event.device = std::move(device);
  event.from = from;
  event.to = to;
  event.layer = layer;
  event.kind = kind;
  event.name = std::move(name);
  event.fields = std::move(fields);
  return event;
}

}  // namespace foothold::operators

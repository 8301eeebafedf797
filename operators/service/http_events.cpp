// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/service/http_events.h"

namespace foothold::operators {

trace::Actor actor_of(std::string_view common_name) {
  return trace::actor_from_string(common_name).value_or(trace::Actor::m2me);
}

trace::Event http_event(trace::Kind kind, trace::Actor from, trace::Actor to, std::string device, std::string name,
                        std::vector<trace::Field> fields) {
  trace::Event event;
  event.device = std::move(device);
  event.from = from;
  event.to = to;
  event.layer = trace::Layer::http;
  event.kind = kind;
  event.name = std::move(name);
  event.fields = std::move(fields);
  return event;
}

}  // namespace foothold::operators

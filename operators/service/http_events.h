// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "operators/service/service_event.h"
#include "trace/event.h"

namespace foothold::operators {

// The actor whose role a certificate's CN names; a TRE identity (or anything else) is the machine's.
trace::Actor actor_of(std::string_view common_name);

// One event of layer http; never with a body, which may hold keys.
inline trace::Event http_event(trace::Kind kind, trace::Actor from, trace::Actor to, std::string device,
                               std::string name, std::vector<trace::Field> fields) {
  return service_event(kind, trace::Layer::http, from, to, std::move(device), std::move(name), std::move(fields));
}

}  // namespace foothold::operators

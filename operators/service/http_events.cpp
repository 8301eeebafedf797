// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/service/http_events.h"

namespace foothold::operators {

trace::Actor actor_of(std::string_view common_name) {
  return trace::actor_from_string(common_name).value_or(trace::Actor::m2me);
}

}  // namespace foothold::operators

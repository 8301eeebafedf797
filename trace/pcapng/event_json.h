// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "trace/event.h"

namespace foothold::trace {

// All of an event but its time and its bytes, as one line of JSON; texts that are not UTF-8 are repaired. Values are
// cut from the longest on until the line has at most `most` octets, and "cut": true says so, also when `cut` is given.
std::string event_to_json(const Event& event, std::size_t most, bool cut);
// What EventWriter left in a packet's comment: the JSON behind the describer's line; empty where there is none.
std::string_view event_json_in(ByteView comment);
// The reverse. Errors: no JSON, a missing or unknown value; `field` names it.
Result<Event> event_from_json(std::string_view text);

}  // namespace foothold::trace

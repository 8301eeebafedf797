// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/result.h"

namespace foothold::pki {

// One JSON text (RFC 8259) from outside. Refused: more than `max_size` octets, nesting deeper than 16, and a name that
// occurs twice in one object, which two readers could take for two different things (RFC 7515 4, RFC 8725 2.4).
Result<nlohmann::json> parse_json(std::string_view text, std::size_t max_size);

// A member of an object that must be a text of `min`..`max` octets.
Result<std::string> json_text(const nlohmann::json& object, const char* name, std::size_t min, std::size_t max);

}  // namespace foothold::pki

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace foothold::pki {

// The parameters of an authentication header: `name=token, name="quoted string"` (RFC 7235 2.1), names in lower case.
// Refused: a name given twice, more than 32 parameters, 4096 octets in all, a value of more than 512, control
// characters. `scheme` ("Digest") must stand in front, unless it is empty.
Result<std::map<std::string, std::string>> parse_http_parameters(std::string_view header, std::string_view scheme);

// Appends `, name=value` or `, name="value"` (no comma in front of the first); nothing if the value is empty.
void append_token(std::string& header, std::string_view name, std::string_view value);
void append_quoted(std::string& header, std::string_view name, std::string_view value);

}  // namespace foothold::pki

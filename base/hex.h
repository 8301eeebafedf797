// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold {

// Lower case, no separators.
std::string to_hex(ByteView bytes);

// Accepts either case and white space or ':' between octets; an odd number of digits is an error.
Result<Bytes> from_hex(std::string_view text);

}  // namespace foothold

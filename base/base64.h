// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold {

std::string to_base64(ByteView bytes);                // RFC 4648 4, with padding
Result<Bytes> from_base64(std::string_view text);     // strict: canonical padding, no white space
std::string to_base64url(ByteView bytes);             // RFC 4648 5, without padding (as in JOSE, RFC 7515 2)
Result<Bytes> from_base64url(std::string_view text);  // strict: no padding

}  // namespace foothold

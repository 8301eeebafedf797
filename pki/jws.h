// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "pki/private_key.h"
#include "pki/public_key.h"

namespace foothold::pki {

inline constexpr std::size_t kMaxJwsSize = 16384;  // characters

// JWS compact serialization (RFC 7515 7.1) with ES256 (RFC 7518 3.4) and nothing else. `type` becomes "typ" (RFC 7515
// 4.1.9) and is left out if empty.
Result<std::string> sign_jws(ByteView payload, std::string_view type, const SignFunction& sign);

// The payload, once the signature stands. Refused: any "alg" but ES256, any header parameter but alg and typ (so no
// embedded key and no "crit"), a "typ" other than `type` (an absent one is equal to empty), a name given twice.
Result<Bytes> verify_jws(std::string_view token, std::string_view type, const PublicKey& key);

}  // namespace foothold::pki

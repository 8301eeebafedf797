// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace foothold::pki {

using Sha1Digest = std::array<std::uint8_t, 20>;
using Sha256Digest = std::array<std::uint8_t, 32>;

// FIPS 180-4. They throw std::runtime_error only if the installed OpenSSL lacks the algorithm.
Sha1Digest sha1(ByteView message);
Sha256Digest sha256(ByteView message);

// RFC 2104. `key` may have any length, the empty one included.
Sha1Digest hmac_sha1(ByteView key, ByteView message);
Sha256Digest hmac_sha256(ByteView key, ByteView message);

// RFC 5869, extract and expand; `size` 1..8160 octets (255 blocks), else an error.
Result<SecretBytes> hkdf_sha256(ByteView key, ByteView salt, ByteView info, std::size_t size);

// Fills its argument with octets nobody can predict. Logic that needs randomness is given one of these, so that tests
// can give a seeded one.
using RandomSource = std::function<Result<void>(std::span<std::uint8_t>)>;

// The operating system's generator, through OpenSSL's DRBG.
Result<void> fill_random(std::span<std::uint8_t> out);
Result<Bytes> random_bytes(std::size_t count);

// True if both have the same size and content; the time depends on the sizes only.
bool equal_in_constant_time(ByteView a, ByteView b);

}  // namespace foothold::pki

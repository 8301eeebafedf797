// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace foothold::gsm::auth {

// The state of FIPS 202: lane (x, y) is at x + 5 y; an octet string fills the lanes in order, little endian.
using KeccakState = std::array<std::uint64_t, 25>;

// Keccak-f[1600], the 24 rounds of FIPS 202 3.3. OpenSSL has it inside of SHA-3 only.
void keccak_f1600(KeccakState& state);

}  // namespace foothold::gsm::auth

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "tre_emu/attest/measurement_registers.h"
#include "tre_emu/vault/vault.h"

namespace foothold::tre_emu::attest {

inline constexpr std::size_t kMinNonce = 8;  // octets (RFC 9711 4.1)
inline constexpr std::size_t kMaxNonce = 64;

// The evidence on which a PVA judges the platform (TR 33.812 5.1.3.6.2 step 14): an EAT as JWT, signed with the PfC
// sign key, over the verifier's nonce, the identities and the registers.
Result<std::string> make_evidence(const vault::Vault& vault, const MeasurementRegisters& registers, ByteView nonce);

}  // namespace foothold::tre_emu::attest

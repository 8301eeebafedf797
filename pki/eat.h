// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "pki/crypto.h"
#include "pki/private_key.h"
#include "pki/public_key.h"

namespace foothold::pki {

inline constexpr std::string_view kEatProfile = "urn:x-m2msim:eat:1";
inline constexpr std::string_view kEatType = "eat+jwt";  // media type application/eat+jwt (RFC 9782)

// One measured component and the register that its measurements were folded into.
struct MeasuredComponent {
  std::string name;  // 1..64 characters
  Sha256Digest register_value{};
  friend bool operator==(const MeasuredComponent&, const MeasuredComponent&) = default;
};

// The state of debugging, RFC 9711 4.2.9.
enum class DebugStatus : std::uint8_t {
  enabled,
  disabled,
  disabled_since_boot,
  disabled_permanently,
  disabled_fully_and_permanently,
};

// The claims of a TRE's evidence: an Entity Attestation Token (RFC 9711) as a JWT.
struct EatClaims {
  static constexpr std::size_t kMaxComponents = 32;

  Bytes nonce;                   // eat_nonce, 8..64 octets
  std::string tre_identity;      // private claim x-m2msim-treid; ueid is derived from it
  std::string pcid;              // private claim x-m2msim-pcid, digits
  Bytes hardware_model;          // hwmodel, 1..32 octets
  std::string hardware_version;  // hwversion
  std::string software_name;     // swname
  std::string software_version;  // swversion
  std::uint32_t oem_number = 0;  // oemid as a private enterprise number (RFC 9711 4.2.3.3)
  DebugStatus debug_status = DebugStatus::enabled;
  std::vector<MeasuredComponent> components;  // measurements, in the order measured

  friend bool operator==(const EatClaims&, const EatClaims&) = default;
};

// ueid (RFC 9711 4.2.1): type RAND (01) with the SHA-256 of the TRE identity, 33 octets.
Bytes ueid_of(std::string_view tre_identity);

// Refuses claims out of range before it asks for the signature.
Result<std::string> sign_eat(const EatClaims& claims, const SignFunction& sign);

// The claims, once the signature by `pfc_sign` stands, the profile is ours and each claim is well formed; unknown
// claims are passed over (RFC 9711 3). Nonce, identities and registers are for the caller to compare.
Result<EatClaims> verify_eat(std::string_view token, const PublicKey& pfc_sign);

}  // namespace foothold::pki

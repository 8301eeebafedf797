// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace foothold::pki {

// What an M2MSIMMobj carries: one MCIM and what binds it to the TRE it was made for (docs/interfaces.md section 4).
struct M2msimmobjContent {
  static constexpr std::uint8_t kVersion = 1;
  static constexpr std::uint8_t kMilenage = 1;

  std::string transaction;   // 1..64 characters
  std::string pcid;          // 6..15 digits
  std::string tre_identity;  // 1..64 characters
  std::string sho_plmn;      // 5 or 6 digits
  std::string mcim;          // identifier, 1..32 characters
  std::chrono::sys_seconds expiry{};
  std::string imsi;   // 6..15 digits
  std::string iccid;  // 10..20 digits
  std::uint8_t algorithm = kMilenage;
  Secret<16> k;
  Secret<16> opc;
  std::string apn;  // 1..100 characters, as text with dots

  // BER-TLV in the order of the list; the errors of decode() name tag and offset. Both refuse values out of range.
  Result<SecretBytes> encode() const;
  static Result<M2msimmobjContent> decode(ByteView octets);
};

}  // namespace foothold::pki

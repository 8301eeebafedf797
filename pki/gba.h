// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/secret.h"

namespace foothold::pki::gba {

// Ks = CK || IK (TS 33.220 4.5.2).
Secret<32> ks(std::span<const std::uint8_t, 16> ck, std::span<const std::uint8_t, 16> ik);

// NAF_Id = the NAF's FQDN || Ua security protocol identifier (TS 33.220 4.5.2, annex H). Ours is 01 00 00 00 02, see
// docs/interfaces.md section 5.
using UaProtocol = std::array<std::uint8_t, 5>;
inline constexpr UaProtocol kUaBootstrap = {0x01, 0x00, 0x00, 0x00, 0x02};
Bytes naf_id(std::string_view fqdn, const UaProtocol& protocol = kUaBootstrap);

// TS 33.220 annex B.3: KDF(Ks, "gba-me" or "gba-u", RAND, IMPI, NAF_Id). The int key never leaves the TRE and the BSF
// but to its NAF.
Secret<32> ks_ext_naf(const Secret<32>& ks, std::span<const std::uint8_t, 16> rand, std::string_view impi,
                      ByteView naf_id);
Secret<32> ks_int_naf(const Secret<32>& ks, std::span<const std::uint8_t, 16> rand, std::string_view impi,
                      ByteView naf_id);

// AUTN* of GBA_U: MAC* = MAC xor Trunc(SHA-1(IK)) (TS 33.220 5.3.2). It is its own inverse.
std::array<std::uint8_t, 16> gba_u_autn(std::span<const std::uint8_t, 16> autn, std::span<const std::uint8_t, 16> ik);

// IMPI of a subscription without ISIM: <IMSI>@ims.mncNNN.mccMMM.3gppnetwork.org (TS 23.003 13.3); a two-digit MNC gets
// a leading 0. `mnc_length` is 2 or 3.
std::string impi_of(std::string_view imsi, int mnc_length);

// B-TID = base64(RAND) "@" BSF name (TS 33.220 4.5.2, TS 24.109 4.2).
std::string btid_of(std::span<const std::uint8_t, 16> rand, std::string_view bsf_name);

}  // namespace foothold::pki::gba

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "pki/issue.h"
#include "pki/m2msimmobj.h"

namespace foothold::pki::test {

inline constexpr std::chrono::sys_seconds kNow{std::chrono::seconds(1'800'000'000)};
inline constexpr Validity kYear{kNow - std::chrono::hours(24), kNow + std::chrono::hours(24 * 365)};

inline ByteView octets(std::string_view text) {
  return ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

// Both authorities, one device and one SHO, made anew for each test that wants them.
struct World {
  Authority operators = make_authority("Operators", "Operators CA", kYear).value();
  Authority platform = make_authority("Platform", "Platform CA", kYear).value();
  PrivateKey sign_key = PrivateKey::generate().value();
  PrivateKey enc_key = PrivateKey::generate().value();
  Certificate pfc_sign =
      issue_pfc_sign(platform, sign_key.public_key(), "TRE-000001", "001020000000001", kYear).value();
  Certificate pfc_enc = issue_pfc_enc(platform, enc_key.public_key(), "TRE-000001", "001020000000001", kYear).value();
  PrivateKey sho_key = PrivateKey::generate().value();
  Certificate sho_signer = issue_sho_signer(operators, sho_key.public_key(), "00103", kYear).value();
};

inline M2msimmobjContent sample_content() {
  M2msimmobjContent content;
  content.transaction = "T-1";
  content.pcid = "001020000000001";
  content.tre_identity = "TRE-000001";
  content.sho_plmn = "00103";
  content.mcim = "MCIM-1";
  content.expiry = kNow + std::chrono::hours(24);
  content.imsi = "001030000000007";
  content.iccid = "8900103000000000078";
  for (std::uint8_t i = 0; i < 16; ++i) {
    content.k.reveal_mutable()[i] = i;
    content.opc.reveal_mutable()[i] = static_cast<std::uint8_t>(0xF0 | i);
  }
  content.apn = "internet";
  return content;
}

}  // namespace foothold::pki::test

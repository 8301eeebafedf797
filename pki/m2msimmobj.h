// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "pki/certificate.h"
#include "pki/m2msimmobj_content.h"
#include "pki/private_key.h"

namespace foothold::pki {

// Status words of INSTALL MCIM (docs/interfaces.md section 3). A failure of open_m2msimmobj() has one of the first
// four as Error::answer and the stage's name ("malformed", "signature", "decrypt", "binding") as Error::field.
namespace install_sw {
inline constexpr int kMalformed = 0x6A80;
inline constexpr int kDecrypt = 0x6988;
inline constexpr int kSignature = 0x9862;
inline constexpr int kBinding = 0x6A88;
inline constexpr int kReplay = 0x6A89;
inline constexpr int kPolicy = 0x6985;
inline constexpr int kLocked = 0x6983;
inline constexpr int kNoSpace = 0x6A84;
inline constexpr int kInternal = 0x6581;
}  // namespace install_sw

// The DM result code of a status word of INSTALL MCIM: 0 for 9000, 1..9 as in the table, 9 for any other.
int dm_result(int status_word);

inline constexpr std::size_t kMaxM2msimmobjSize = 16384;  // octets of DER

// Encrypts for the PfC enc certificate, then signs as the SHO. The caller sees to it that `pfc_enc` is genuine.
Result<Bytes> seal_m2msimmobj(const M2msimmobjContent& content, const Certificate& pfc_enc,
                              const Certificate& sho_signer, const PrivateKey& sho_key);

// For whom the object must have been made, and as of when certificates and expiry are judged. Without a clock `now` is
// empty: then the certificates count as of the signer's own notBefore, and the expiry is not judged.
struct M2msimmobjReceiver {
  std::string pcid;
  std::string tre_identity;
  std::optional<std::chrono::sys_seconds> now;
};

// In the order signature and signer, decryption, content, binding (PCID, TRE identity, signer's CN == SHO PLMN == head
// of the IMSI, expiry): nothing is decrypted that an operator's CA does not answer for. Whether the transaction was
// seen before, only the TRE's store knows.
Result<M2msimmobjContent> open_m2msimmobj(ByteView der, const PrivateKey& enc_key, const Certificate& pfc_enc,
                                          const Certificate& operators_ca, const M2msimmobjReceiver& receiver);

}  // namespace foothold::pki

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "gsm/identity/imsi.h"
#include "m2me/tre_client/authentication.h"
#include "m2me/tre_client/terminal.h"

namespace foothold::m2me {

// The USIM of the active subscription (TS 31.102), on a channel of its own.
class UsimClient {
 public:
  // `terminal` outlives the client. Opens a channel and selects the USIM.
  static Result<UsimClient> open(Terminal& terminal);

  // Selects the USIM again: an activated or deactivated MCIM shows itself only then.
  Result<void> select();

  Result<gsm::Imsi> imsi();           // EF_IMSI, 4.2.2
  Result<std::uint8_t> mnc_digits();  // EF_AD, 4.2.18: 2 or 3
  Result<UmtsAuthentication> authenticate(const Rand& rand, const Autn& autn);
  Result<GsmAuthentication> authenticate_gsm(const Rand& rand);
  // GBA security context, bootstrapping mode (7.1.1.3): `autn` with MAC*.
  Result<GbaAuthentication> authenticate_gba(const Rand& rand, const Autn& autn);
  // GBA security context, NAF derivation mode (7.1.1.4): Ks_ext_NAF, while Ks_int_NAF stays in the card. `impi` has at
  // most 255 octets, and so has `naf_id`.
  Result<SecretBytes> derive_naf_key(ByteView naf_id, const std::string& impi);

 private:
  UsimClient(Terminal& terminal, std::uint8_t channel) : terminal_(&terminal), channel_(channel) {}
  Result<Bytes> read_transparent(std::uint16_t fid, std::string_view name);
  Result<CardResponse> authenticate_in(std::uint8_t context, Bytes data);

  Terminal* terminal_;
  std::uint8_t channel_;
};

}  // namespace foothold::m2me

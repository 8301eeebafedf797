// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "base/bytes.h"
#include "base/secret.h"

namespace foothold::m2me {

using Rand = std::array<std::uint8_t, 16>;
using Autn = std::array<std::uint8_t, 16>;

// What AUTHENTICATE gives back (TS 31.102 7.1.2). RES and SRES are no secrets: they are sent in the clear.
struct UmtsKeys {
  Bytes res;  // 4..16 octets
  Secret<16> ck;
  Secret<16> ik;
  std::optional<Secret<8>> kc;  // where the USIM converts for GSM (service 27)
};
struct SynchronisationFailure {
  std::array<std::uint8_t, 14> auts;
};
struct MacFailure {};  // the network is not ours: SW 9862

using UmtsAuthentication = std::variant<UmtsKeys, SynchronisationFailure, MacFailure>;

struct GsmAuthentication {
  std::array<std::uint8_t, 4> sres;
  Secret<8> kc;
};

struct GbaResponse {
  Bytes res;  // CK and IK stay in the card (GBA_U)
};
using GbaAuthentication = std::variant<GbaResponse, SynchronisationFailure, MacFailure>;

}  // namespace foothold::m2me

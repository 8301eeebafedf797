// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <variant>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/auth/comp128.h"
#include "gsm/auth/milenage.h"
#include "gsm/auth/tuak.h"
#include "gsm/auth/xor_algorithm.h"

namespace foothold::gsm::auth {

// What a subscription authenticates with: the algorithm with its key. Which one it is says the operator, not 3GPP.
using Algorithm = std::variant<MilenageKey, TuakKey, XorKey, Comp128Key>;

// False for those of GSM, which know no AUTN. The functions below are for the others.
inline bool authenticates_network(const Algorithm& algorithm) {
  return !std::holds_alternative<Comp128Key>(algorithm);
}

// Whether the sizes and choices in the key are such that its algorithm knows; the functions here rely on it.
Result<void> check_algorithm(const Algorithm& algorithm);

// f1 and f1* (TS 33.102 6.3).
struct AkaMacs {
  Mac mac_a;
  Mac mac_s;
};
AkaMacs aka_macs(const Algorithm& algorithm, const Rand& rand, Sqn sqn, const Amf& amf);

// f2 to f5, and f5*.
struct AkaOutputs {
  Bytes res;  // 4..16 octets
  Secret<16> ck;
  Secret<16> ik;
  AnonymityKey ak;
  AnonymityKey ak_star;
};
AkaOutputs aka_outputs(const Algorithm& algorithm, const Rand& rand);

}  // namespace foothold::gsm::auth

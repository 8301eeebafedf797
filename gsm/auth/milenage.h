// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "base/secret.h"
#include "gsm/auth/sqn.h"

namespace foothold::gsm::auth {

using Rand = std::array<std::uint8_t, 16>;
using Autn = std::array<std::uint8_t, 16>;  // (SQN xor AK) || AMF || MAC (TS 33.102 6.3.2)
using Auts = std::array<std::uint8_t, 14>;  // (SQN_MS xor AK*) || MAC-S (TS 33.102 6.3.3)
using Amf = std::array<std::uint8_t, 2>;
using Mac = std::array<std::uint8_t, 8>;
using Res = std::array<std::uint8_t, 8>;  // Milenage's RES always has 8 octets (TS 35.206 4.1)
using AnonymityKey = std::array<std::uint8_t, 6>;

// r1..r5 (in bits) and c1..c5 of TS 35.206 4.1, which an operator may choose; the specification's own by default.
struct MilenageConstants {
  std::array<std::uint8_t, 5> r = {64, 0, 32, 64, 96};  // each 0..127
  std::array<std::array<std::uint8_t, 16>, 5> c = {{{},
                                                    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
                                                    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2},
                                                    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4},
                                                    {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8}}};

  friend bool operator==(const MilenageConstants&, const MilenageConstants&) = default;
};

// What USIM and authentication centre share (TS 35.206): K, the operator's constant bound to it, and the operator's
// choice of the rest.
struct MilenageKey {
  Secret<16> k;
  Secret<16> opc;
  MilenageConstants constants = {};
};

// OPc = OP xor E[OP]_K (TS 35.206 4.1).
Secret<16> make_opc(const Secret<16>& k, const Secret<16>& op);

// f1 and f1* (TS 35.206 4.1): MAC-A proves the network to the USIM, MAC-S a resynchronisation to the network.
struct MilenageMacs {
  Mac mac_a;
  Mac mac_s;
};
MilenageMacs milenage_macs(const MilenageKey& key, const Rand& rand, Sqn sqn, const Amf& amf);

// f2, f3, f4, f5 and f5* (TS 35.206 4.1).
struct MilenageOutputs {
  Res res;
  Secret<16> ck;
  Secret<16> ik;
  AnonymityKey ak;       // f5: hides SQN in AUTN
  AnonymityKey ak_star;  // f5*: hides SQN_MS in AUTS
};
MilenageOutputs milenage_outputs(const MilenageKey& key, const Rand& rand);

}  // namespace foothold::gsm::auth

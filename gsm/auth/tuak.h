// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/secret.h"
#include "gsm/auth/milenage.h"

namespace foothold::gsm::auth {

// What USIM and authentication centre share for TUAK (TS 35.231 5).
struct TuakKey {
  SecretBytes k;  // 16 or 32 octets
  Secret<32> topc;
  std::uint8_t iterations = 1;  // of Keccak-f[1600], 1..255
  std::uint8_t res_size = 8;    // octets: 4, 8 or 16 (32 as a function of TS 35.231; no AUTHENTICATE carries it)
};

// TOPc from TOP (TS 35.231 6.1). `k` as in TuakKey.
Secret<32> make_topc(ByteView k, const Secret<32>& top, unsigned iterations = 1);

// f1 and f1* (TS 35.231 6.2, 6.3). MAC has 8, 16 or 32 octets; AUTN and AUTS have room for 8.
struct TuakMacs {
  Bytes mac_a;
  Bytes mac_s;
};
TuakMacs tuak_macs(const TuakKey& key, const Rand& rand, Sqn sqn, const Amf& amf, std::size_t mac_size = 8);

// f2, f3, f4, f5 and f5* (TS 35.231 6.4, 6.5). CK and IK have 16 or 32 octets; TS 33.102 uses 16.
struct TuakOutputs {
  Bytes res;
  SecretBytes ck;
  SecretBytes ik;
  AnonymityKey ak;
  AnonymityKey ak_star;
};
TuakOutputs tuak_outputs(const TuakKey& key, const Rand& rand, std::size_t ck_size = 16, std::size_t ik_size = 16);

}  // namespace foothold::gsm::auth

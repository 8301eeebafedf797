// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"
#include "gsm/auth/milenage.h"

namespace foothold::gsm::auth {

using Sres = std::array<std::uint8_t, 4>;

// A UMTS authentication vector (TS 33.102 6.3.2).
struct Quintet {
  Rand rand;
  Res xres;
  Secret<16> ck;
  Secret<16> ik;
  Autn autn;
};

// A GSM authentication vector (TS 43.020).
struct Triplet {
  Rand rand;
  Sres sres;
  Secret<8> kc;
};

// The authentication centre's side (TS 33.102 6.3.2). The caller has stored `sqn` as used before it lets the vector go.
Quintet make_quintet(const MilenageKey& key, const Amf& amf, Sqn sqn, const Rand& rand);

// The conversion functions of TS 33.102 6.8.1.2: c1 leaves RAND as it is, c2 makes SRES of a RES of 4..16 octets, c3
// makes Kc. The way back, for a GSM subscriber in a UMTS network (6.8.2.3): c4 makes CK of Kc, and c5 IK.
Sres c2(ByteView res);
Secret<8> c3(const Secret<16>& ck, const Secret<16>& ik);
Secret<16> c4(const Secret<8>& kc);
Secret<16> c5(const Secret<8>& kc);
Triplet to_triplet(const Quintet& quintet);

}  // namespace foothold::gsm::auth

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

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

// The conversion functions of TS 33.102 6.8.1.2: c1 leaves RAND as it is, c2 makes SRES, c3 makes Kc.
Sres c2(const Res& res);
Secret<8> c3(const Secret<16>& ck, const Secret<16>& ik);
Triplet to_triplet(const Quintet& quintet);

}  // namespace foothold::gsm::auth

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"
#include "gsm/auth/milenage.h"

namespace foothold::gsm::auth {

// The test algorithm of TS 34.108 8.1.2, with which radio testers and test USIMs are delivered. It protects nothing.
struct XorKey {
  Secret<16> k;
  std::uint8_t res_size = 16;  // octets, 4..16; 8.1.2.1 step 2 suggests 16
};

// f1 and f1*, which are the same function (8.1.2.1 step 4, 8.1.2.2).
Mac xor_mac(const XorKey& key, const Rand& rand, Sqn sqn, const Amf& amf);

// f2 to f5; f5* is f5.
struct XorOutputs {
  Bytes res;
  Secret<16> ck;
  Secret<16> ik;
  AnonymityKey ak;
};
XorOutputs xor_outputs(const XorKey& key, const Rand& rand);

}  // namespace foothold::gsm::auth

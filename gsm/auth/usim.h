// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "gsm/auth/algorithm.h"

namespace foothold::gsm::auth {

// What a USIM knows after it has checked a challenge (TS 33.102 6.3.3). Nothing of it may leave the card before the
// number has passed the SqnWindow and the window's new state is safe.
struct CheckedChallenge {
  Sqn sqn;
  Amf amf;
  Bytes res;  // 4..16 octets
  Secret<16> ck;
  Secret<16> ik;
  Secret<8> kc;  // c3: for a mobile on GERAN (TS 33.102 6.8.1.2)
};

// Recovers SQN and compares MAC with XMAC. An error means MAC failure (GMM cause 20, SW 9862); its `answer` is 0x9862.
// The algorithm must be one that authenticates the network.
Result<CheckedChallenge> check_autn(const Algorithm& algorithm, const Rand& rand, const Autn& autn);

// A USIM asked in the GSM context: no network authentication at all (TS 33.102 6.8.1.1, TS 31.102 7.1.1.2). An
// algorithm of UMTS answers by c2 and c3.
Triplet gsm_response(const Algorithm& algorithm, const Rand& rand);

}  // namespace foothold::gsm::auth

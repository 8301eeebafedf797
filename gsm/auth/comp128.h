// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "gsm/auth/quintet.h"

namespace foothold::gsm::auth {

// A3/A8 of old GSM cards. It makes triplets only; there is no authentication of the network.
struct Comp128Key {
  Secret<16> ki;
  std::uint8_t version = 1;  // 1, 2 or 3; the first two leave ten bits of Kc zero
};

Triplet comp128(const Comp128Key& key, const Rand& rand);

}  // namespace foothold::gsm::auth

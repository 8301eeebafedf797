// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/secret.h"

namespace foothold::gsm::auth {

// Kc128, the key of GEA4 and A5/4, from a UMTS security context (TS 33.102 annex B.5).
Secret<16> kc128(const Secret<16>& ck, const Secret<16>& ik);

}  // namespace foothold::gsm::auth

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "gsm/auth/milenage.h"

namespace foothold::gsm::auth {

// milenage_macs() and milenage_outputs() of TS 35.206 4.1 for any r1..r5 and c1..c5, on AES.
MilenageMacs own_milenage_macs(const MilenageKey& key, const Rand& rand, Sqn sqn, const Amf& amf);
MilenageOutputs own_milenage_outputs(const MilenageKey& key, const Rand& rand);

}  // namespace foothold::gsm::auth

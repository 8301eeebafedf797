// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "gsm/auth/algorithm.h"

namespace foothold::gsm::auth {

// The USIM's answer to a number that is not fresh (TS 33.102 6.3.3); `sqn_ms` is SqnWindow::highest().
Auts make_auts(const Algorithm& algorithm, const Rand& rand, Sqn sqn_ms);

// The network's side (TS 33.102 6.3.5): SQN_MS, or an error if MAC-S is wrong; then the AUTS is ignored.
Result<Sqn> check_auts(const Algorithm& algorithm, const Rand& rand, const Auts& auts);

// What the network goes on from after a right AUTS (TS 33.102 6.3.5, iii and v): its own SQN_HE where the USIM would
// accept the number that follows it, else SQN_MS.
Sqn resynchronised(Sqn sqn_he, Sqn sqn_ms);

}  // namespace foothold::gsm::auth

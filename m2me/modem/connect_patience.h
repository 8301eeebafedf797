// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>

#include "gsm/gmm/gmm_timing.h"
#include "gsm/sm/sm_ms.h"

namespace foothold::m2me {

// How long a bearer may take to come up where the air loses a lot: as long as the protocols repeat their requests
// (ATTACH REQUEST by T3310, ACTIVATE PDP CONTEXT REQUEST by T3380). Who waits less gives up what they would still do.
inline constexpr std::chrono::milliseconds kConnectPatience =
    gsm::gmm::kMaxTransmissions * gsm::gmm::kT3310 + gsm::sm::SmMs::kMaxTransmissions * gsm::sm::SmMs::kT3380;

}  // namespace foothold::m2me

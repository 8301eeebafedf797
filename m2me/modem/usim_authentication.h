// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "gsm/gmm/gmm_effects.h"
#include "m2me/tre_client/usim_client.h"

namespace foothold::m2me {

// Lets the USIM answer a challenge of the network. Blocks for the card's answer.
gsm::gmm::AuthenticateOutcome authenticate(UsimClient& usim, const gsm::gmm::AuthenticateRequest& request);

}  // namespace foothold::m2me

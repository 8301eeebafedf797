// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/card/card_link.h"
#include "lab/replay/apdu_exchange.h"
#include "lab/replay/challenge.h"
#include "lab/replay/finding.h"

namespace foothold::lab::replay {

// The card session of a capture: GSMTAP SIM, ours and others' (SIMtrace 2, osmo-remsim). Errors: the file, or that it
// holds none.
Result<std::vector<ApduExchange>> read_card_session(const std::string& path);

// Plays it to a live card, from the first command to the last; a card that goes away is a finding.
Report replay_against_card(std::vector<ApduExchange> session, const CardExchange& card,
                           std::optional<ChallengeMaker> challenges);

}  // namespace foothold::lab::replay

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "lab/replay/card_authentication.h"
#include "lab/replay/challenge.h"
#include "lab/replay/finding.h"
#include "lab/replay/mobile_dialogue.h"
#include "rf_bridge/gb/bss.h"

namespace foothold::lab::replay {

// How long the other side may take for what the capture has next, and for the first of it: bringing up Gb included.
struct ReplayPatience {
  std::chrono::milliseconds message{10'000};
  std::chrono::milliseconds beginning{30'000};
};

// Asked every now and then: why the replay cannot go on, if so.
using Trouble = std::function<std::optional<std::string>()>;

struct SgsnTarget {
  std::string sgsn = "127.0.0.1:2157";  // IPv4 address and UDP port of its NS
  std::string local;                    // of ours; empty: the kernel chooses
  rf_bridge::gb::NsSettings ns;
  rf_bridge::gb::CellSettings cell;
  std::uint32_t tlli_bits = 0;  // of the random TLLI
};

// Plays a captured mobile to a live SGSN, as a BSS with one cell. Error: an address that is none or cannot be used.
Result<Report> replay_against_sgsn(const MobileDialogue& dialogue, const SgsnTarget& target, Authenticate authenticate,
                                   const ReplayPatience& patience, const Trouble& trouble);

// Plays the captured network to a live mobile that comes to `local` as a BSS, up to the captured mobile's first user
// data: what it does then depends on what it was told there. `ready` is called when somebody listens. Error: as above.
Result<Report> replay_against_mobile(const MobileDialogue& dialogue, const std::string& local,
                                     ChallengeMaker challenges, const std::function<Result<void>()>& ready,
                                     const ReplayPatience& patience, const Trouble& trouble);

}  // namespace foothold::lab::replay

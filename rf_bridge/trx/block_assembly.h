// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "gsm/l1/primitives.h"
#include "rf_bridge/trx/channel_coding.h"
#include "rf_bridge/trx/multiframe.h"
#include "rf_bridge/trx/trxd.h"

namespace foothold::rf_bridge::trx {

// The four bursts of a block, as far as they were heard.
struct AssembledBlock {
  gsm::l1::Channel channel = gsm::l1::Channel::bcch;
  gsm::l1::FrameNumber first;
  unsigned bursts = 0;  // with a block's bits in them: heard, and not a dummy burst
  SoftBlock bits{};     // unknown where no burst was heard
  gsm::l1::Measurement measurement;
};

// Gathers the blocks of one timeslot.
class BlockAssembly {
 public:
  // What was received in a block's frame, in the order of frames. Gives the blocks that are complete now: those with
  // their last frame, and one whose last frames never came because a later block has begun.
  std::vector<AssembledBlock> on_burst(const BlockPosition& position, const ReceivedBurst& burst);
  void restart() { gathered_.reset(); }

 private:
  struct Gathered {
    AssembledBlock block;
    int level_sum = 0;
    int noise_sum = 0;  // of the carrier to noise ratios
    int measured = 0;
  };
  AssembledBlock finish();

  std::optional<Gathered> gathered_;
};

}  // namespace foothold::rf_bridge::trx

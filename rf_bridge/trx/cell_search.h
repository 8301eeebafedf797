// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>

#include "gsm/l1/frame_number.h"
#include "rf_bridge/trx/burst.h"
#include "rf_bridge/trx/channel_coding.h"

namespace foothold::rf_bridge::trx {

// Looks for a cell on its BCCH carrier: a frequency correction burst, and in the next frame the SCH (TS 45.008 6.2).
class CellSearch {
 public:
  // Each burst of timeslot 0, in order. The cell, once its SCH was read and names the frame that it came in.
  std::optional<Synchronisation> on_burst(gsm::l1::FrameNumber frame, const SoftBurst& burst);
  void restart() { fcch_.reset(); }

 private:
  std::optional<gsm::l1::FrameNumber> fcch_;
};

}  // namespace foothold::rf_bridge::trx

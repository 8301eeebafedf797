// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/cell_search.h"

namespace foothold::rf_bridge::trx {

std::optional<Synchronisation> CellSearch::on_burst(gsm::l1::FrameNumber frame, const SoftBurst& burst) {
  const bool sch_is_due = fcch_ && frame == *fcch_ + 1;
  fcch_.reset();
  if (resembles(burst, frequency_correction_burst())) {
    fcch_ = frame;
    return std::nullopt;
  }
  if (!sch_is_due) return std::nullopt;
  const auto found = decode_synchronisation(synchronisation_payload(burst));
  // The transceiver numbers its frames as the cell does; an SCH that says otherwise was misread.
  return found && found->frame_number == frame ? found : std::nullopt;
}

}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "gsm/l1/frame_number.h"

namespace foothold::rf_bridge {

using Instant = std::chrono::steady_clock::time_point;

// n frames of 60/13 ms.
constexpr std::chrono::nanoseconds frames(std::int64_t n) {
  return std::chrono::nanoseconds(n * 60'000'000 / 13);
}

// The frame clock of a cell, as a receiver keeps it: from the frames that it hears and when. A message can only be
// late, never early, so the earliest ones tell the clock; later ones move it a little, for clocks that drift.
class FrameClock {
 public:
  // A block was heard whose first frame is `heard`. False if the clock had to be set anew: it was not running, or the
  // cell counts differently than before.
  bool observe(gsm::l1::FrameNumber heard, Instant at);
  void stop() { reference_.reset(); }

  bool running() const { return reference_.has_value(); }
  // Meaningful only while running.
  gsm::l1::FrameNumber at(Instant time) const;
  Instant start_of(gsm::l1::FrameNumber frame) const;

 private:
  struct Reference {
    gsm::l1::FrameNumber frame;
    Instant time;
  };
  std::optional<Reference> reference_;
};

// The first frame of the first radio block of a PDCH that starts at `from` or later (TS 45.002 table 6a: B0..B11 at 0,
// 4 and 8 of every 13 frames).
gsm::l1::FrameNumber next_block(gsm::l1::FrameNumber from);
// The next RACH slot at `from` or later. These are the slots of a CCCH that shares its timeslot with SDCCHs (TS 45.002
// clause 7); one that does not has these and more.
gsm::l1::FrameNumber next_access_slot(gsm::l1::FrameNumber from);

}  // namespace foothold::rf_bridge

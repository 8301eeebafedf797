// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "gsm/l1/frame_number.h"
#include "rf_bridge/trx/trxd.h"

namespace foothold::rf_bridge::trx {

// The bursts of one radio that wait for their frame: at most one for each timeslot of the next kDepth frames.
class FrameRing {
 public:
  static constexpr int kDepth = 64;

  // `now` is the frame after which bursts can still be sent. False: the burst is late, or too far ahead.
  bool put(gsm::l1::FrameNumber now, gsm::l1::FrameNumber frame, const TransmitBurst& burst) {
    const auto ahead = frame.since(now);
    if (ahead <= 0 || ahead >= kDepth) return false;
    auto& slot = slots_[frame.value() % kDepth][burst.timeslot % kTimeslots];
    slot = {frame, burst};
    return true;
  }
  std::optional<TransmitBurst> take(gsm::l1::FrameNumber frame, unsigned timeslot) {
    auto& slot = slots_[frame.value() % kDepth][timeslot % kTimeslots];
    if (!slot || slot->frame != frame) return std::nullopt;
    const auto burst = slot->burst;
    slot.reset();
    return burst;
  }
  void clear() { slots_ = {}; }

 private:
  static constexpr std::size_t kTimeslots = 8;
  struct Waiting {
    gsm::l1::FrameNumber frame;
    TransmitBurst burst;
  };
  std::array<std::array<std::optional<Waiting>, kTimeslots>, kDepth> slots_{};
};

}  // namespace foothold::rf_bridge::trx

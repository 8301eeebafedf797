// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/frame_clock.h"

namespace foothold::rf_bridge {
namespace {

using std::chrono::nanoseconds;

// Further off than any delay of a message on one machine: the cell was started anew.
constexpr nanoseconds kOtherCount = std::chrono::seconds(1);
constexpr int kSlowness = 64;

// Whole frames in `time`, rounded down.
std::int64_t frames_in(nanoseconds time) {
  const auto scaled = static_cast<std::int64_t>(time.count()) * 13;
  constexpr std::int64_t kPeriod = 60'000'000;
  return scaled >= 0 ? scaled / kPeriod : -((-scaled + kPeriod - 1) / kPeriod);
}

bool is_access_slot(unsigned t3) {
  return t3 == 4 || t3 == 5 || (t3 >= 14 && t3 <= 36) || t3 == 45 || t3 == 46;
}

}  // namespace

bool FrameClock::observe(gsm::l1::FrameNumber heard, Instant at) {
  if (!reference_) {
    reference_ = Reference{heard, at};
    return false;
  }
  const nanoseconds late = at - start_of(heard);
  if (late > kOtherCount || late < -kOtherCount) {
    reference_ = Reference{heard, at};
    return false;
  }
  reference_ = Reference{heard, late < nanoseconds(0) ? at : at - late + late / kSlowness};
  return true;
}

gsm::l1::FrameNumber FrameClock::at(Instant time) const {
  return reference_ ? reference_->frame + frames_in(time - reference_->time) : gsm::l1::FrameNumber{};
}

Instant FrameClock::start_of(gsm::l1::FrameNumber frame) const {
  return reference_ ? reference_->time + frames(frame.since(reference_->frame)) : Instant{};
}

gsm::l1::FrameNumber next_block(gsm::l1::FrameNumber from) {
  const unsigned position = from.in_13_frames();
  const unsigned start = position > 8 ? 13 : (position + 3) / 4 * 4;
  return from + (start - position);
}

gsm::l1::FrameNumber next_access_slot(gsm::l1::FrameNumber from) {
  while (!is_access_slot(from.t3())) from = from + 1;
  return from;
}

}  // namespace foothold::rf_bridge

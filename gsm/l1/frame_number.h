// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>

namespace foothold::gsm::l1 {

// A TDMA frame number, 0..2715647 (TS 45.002 4.3.3): counts modulo the hyperframe, a frame each 60/13 ms.
class FrameNumber {
 public:
  static constexpr std::uint32_t kHyperframe = 26 * 51 * 2048;

  constexpr FrameNumber() = default;
  constexpr explicit FrameNumber(std::uint32_t value) : value_(value % kHyperframe) {}

  constexpr std::uint32_t value() const { return value_; }
  constexpr unsigned t1() const { return value_ / (26 * 51); }
  constexpr unsigned t2() const { return value_ % 26; }
  constexpr unsigned t3() const { return value_ % 51; }
  // The position in the 52-multiframe of a PDCH, and the 13 frames that each of its quarters has (TS 45.002 table 6a).
  constexpr unsigned in_52_multiframe() const { return value_ % 52; }
  constexpr unsigned in_13_frames() const { return value_ % 13; }

  // `frames` may be negative.
  constexpr FrameNumber operator+(std::int64_t frames) const {
    const auto wrapped = (static_cast<std::int64_t>(value_) + frames) % kHyperframe;
    return FrameNumber(static_cast<std::uint32_t>(wrapped < 0 ? wrapped + kHyperframe : wrapped));
  }
  // Frames from `earlier` to this one, -kHyperframe/2..kHyperframe/2-1.
  constexpr std::int32_t since(FrameNumber earlier) const {
    const auto ahead = static_cast<std::int32_t>((value_ + kHyperframe - earlier.value_) % kHyperframe);
    return ahead < static_cast<std::int32_t>(kHyperframe / 2) ? ahead : ahead - static_cast<std::int32_t>(kHyperframe);
  }
  friend constexpr bool operator==(FrameNumber, FrameNumber) = default;

 private:
  std::uint32_t value_ = 0;
};

}  // namespace foothold::gsm::l1

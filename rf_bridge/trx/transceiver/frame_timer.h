// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::rf_bridge::trx {

// Readable at the start of each TDMA frame; a frame lasts 60/13 ms exactly, whatever the timer's rounding.
class FrameTimer {
 public:
  // A program that was kept from running makes up for at most so many frames; its clock stood still for the others.
  static constexpr std::int64_t kMostAtOnce = 217;

  static Result<FrameTimer> start();
  int fd() const { return fd_.get(); }
  // How many frames have begun since the last call. Arms the timer for the next one.
  std::int64_t passed();

 private:
  explicit FrameTimer(UniqueFd fd);
  void arm();

  UniqueFd fd_;
  std::chrono::steady_clock::time_point started_;
  std::int64_t frames_ = 0;  // that have begun since
};

}  // namespace foothold::rf_bridge::trx

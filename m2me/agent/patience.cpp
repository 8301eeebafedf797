// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/agent/patience.h"

#include <algorithm>
#include <utility>

namespace foothold::m2me {

Patience::Patience(unsigned tries, std::chrono::milliseconds first_pause, std::chrono::milliseconds longest_pause,
                   Pause pause)
    : tries_(tries), next_pause_(first_pause), longest_pause_(longest_pause), pause_(std::move(pause)) {}

bool Patience::try_again() {
  if (++failures_ >= tries_) return false;
  pause_(next_pause_);
  next_pause_ = std::min(next_pause_ * 2, longest_pause_);
  return true;
}

}  // namespace foothold::m2me

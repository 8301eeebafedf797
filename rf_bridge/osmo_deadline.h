// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

extern "C" {
#include <osmocom/core/timer.h>
}

namespace foothold::rf_bridge {

// Sets `timer` to expire at `deadline`, at once if that has passed, not at all without one.
inline void expire_at(osmo_timer_list& timer, std::optional<std::chrono::steady_clock::time_point> deadline) {
  if (!deadline) {
    osmo_timer_del(&timer);
    return;
  }
  const auto left = *deadline - std::chrono::steady_clock::now();
  const auto microseconds = std::max<long long>(0, std::chrono::ceil<std::chrono::microseconds>(left).count());
  osmo_timer_schedule(&timer, static_cast<int>(microseconds / 1'000'000), static_cast<int>(microseconds % 1'000'000));
}

}  // namespace foothold::rf_bridge

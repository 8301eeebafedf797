// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace foothold::m2me {

// How often something is tried, and the pauses between: doubled each time, up to a bound.
class Patience {
 public:
  using Pause = std::function<void(std::chrono::milliseconds)>;  // how the caller waits; a test returns at once

  Patience(unsigned tries, std::chrono::milliseconds first_pause, std::chrono::milliseconds longest_pause, Pause pause);

  // Counts a failed try and waits; false once all tries are used up.
  bool try_again();
  unsigned failures() const { return failures_; }

 private:
  unsigned tries_;
  unsigned failures_ = 0;
  std::chrono::milliseconds next_pause_;
  std::chrono::milliseconds longest_pause_;
  Pause pause_;
};

}  // namespace foothold::m2me

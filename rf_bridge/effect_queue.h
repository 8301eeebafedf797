// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <deque>
#include <iterator>
#include <utility>
#include <variant>
#include <vector>

namespace foothold::rf_bridge {

// Carries out what a sans-I/O core asks for: in order, and one after another even if a handler's call produces more, so
// that a handler sees no call within a call. `Effect` is a std::variant.
template <class Effect>
class EffectQueue {
 public:
  // `perform_one` takes each alternative by reference. False from within a perform_one: the outer run carries it out.
  template <class PerformOne>
  bool run(std::vector<Effect> effects, PerformOne perform_one) {
    std::move(effects.begin(), effects.end(), std::back_inserter(waiting_));
    if (running_) return false;
    running_ = true;
    while (!waiting_.empty()) {
      Effect effect = std::move(waiting_.front());
      waiting_.pop_front();
      std::visit(perform_one, effect);
    }
    running_ = false;
    return true;
  }
  // What was still to be told is not told any more.
  void clear() { waiting_.clear(); }

 private:
  std::deque<Effect> waiting_;
  bool running_ = false;
};

}  // namespace foothold::rf_bridge

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "trace/event.h"

namespace foothold::trace {

// Puts events of several programs into one order: by their time, as far as an event arrives within `window` of it.
// Events of one time keep the order of arrival.
class EventMerger {
 public:
  // With more than `most` events held, the earliest leave before their time.
  explicit EventMerger(Time::duration window, std::size_t most = 65536) : window_(window), most_(most) {}

  // A time later than `now` counts as `now`: a wrong clock holds nothing up.
  void push(Event event, Time now);
  // What has waited long enough at `now`, in order.
  std::vector<Event> release(Time now);
  // All of it.
  std::vector<Event> flush();
  // When release() next has something; nothing if nothing is held.
  std::optional<Time> next_due() const;

 private:
  struct Held {
    Time key;
    std::uint64_t arrival;
    Event event;
  };
  static bool later(const Held& a, const Held& b);
  Event pop();

  Time::duration window_;
  std::size_t most_;
  std::uint64_t arrivals_ = 0;
  std::vector<Held> heap_;  // the earliest in front
};

}  // namespace foothold::trace

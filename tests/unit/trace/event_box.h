// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

#include "trace/event.h"

namespace foothold::trace::test {

// Takes events on one thread, waits for them on another. The limit only keeps a broken test from hanging.
class EventBox {
 public:
  void put(const Event& event) {
    {
      const std::lock_guard lock(mutex_);
      events_.push_back(event);
    }
    changed_.notify_all();
  }

  // False if `enough` did not come true.
  bool wait(const std::function<bool(const std::vector<Event>&)>& enough) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return enough(events_); });
  }
  bool wait_for_count(std::size_t count) {
    return wait([count](const std::vector<Event>& events) { return events.size() >= count; });
  }

  std::vector<Event> events() {
    const std::lock_guard lock(mutex_);
    return events_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Event> events_;
};

}  // namespace foothold::trace::test

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/event_queue.h"

#include <sys/eventfd.h>

#include <utility>

namespace foothold::lab {

EventQueue::EventQueue(std::size_t bound) : bound_(bound), wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

void EventQueue::push(trace::Event event) {
  const std::lock_guard lock(mutex_);
  if (events_.size() >= bound_) {
    ++dropped_;
    return;
  }
  events_.push_back(std::move(event));
  ::eventfd_write(wake_.get(), 1);
}

std::vector<trace::Event> EventQueue::take_all() {
  const std::lock_guard lock(mutex_);
  eventfd_t count = 0;
  ::eventfd_read(wake_.get(), &count);
  return std::exchange(events_, {});
}

std::size_t EventQueue::take_dropped() {
  const std::lock_guard lock(mutex_);
  return std::exchange(dropped_, 0);
}

}  // namespace foothold::lab

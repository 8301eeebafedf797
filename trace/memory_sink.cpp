// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/memory_sink.h"

#include <utility>

#include "trace/stamp.h"

namespace foothold::trace {

void MemorySink::write(Event event) {
  stamp(event);
  const std::lock_guard lock(mutex_);
  events_.push_back(std::move(event));
}

std::vector<Event> MemorySink::events() const {
  const std::lock_guard lock(mutex_);
  return events_;
}

std::vector<Event> MemorySink::named(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  std::vector<Event> found;
  for (const Event& event : events_) {
    if (event.name == name) found.push_back(event);
  }
  return found;
}

std::size_t MemorySink::count(std::string_view name) const {
  return named(name).size();
}

std::size_t MemorySink::size() const {
  const std::lock_guard lock(mutex_);
  return events_.size();
}

void MemorySink::clear() {
  const std::lock_guard lock(mutex_);
  events_.clear();
}

}  // namespace foothold::trace

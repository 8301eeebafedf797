// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/event_merger.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace foothold::trace {

bool EventMerger::later(const Held& a, const Held& b) {
  return std::tie(a.key, a.arrival) > std::tie(b.key, b.arrival);
}

void EventMerger::push(Event event, Time now) {
  const Time key = std::min(event.time, now);
  heap_.push_back({key, arrivals_++, std::move(event)});
  std::push_heap(heap_.begin(), heap_.end(), later);
}

Event EventMerger::pop() {
  std::pop_heap(heap_.begin(), heap_.end(), later);
  Event event = std::move(heap_.back().event);
  heap_.pop_back();
  return event;
}

std::vector<Event> EventMerger::release(Time now) {
  std::vector<Event> out;
  while (!heap_.empty() && (heap_.front().key <= now - window_ || heap_.size() > most_)) out.push_back(pop());
  return out;
}

std::vector<Event> EventMerger::flush() {
  std::vector<Event> out;
  while (!heap_.empty()) out.push_back(pop());
  return out;
}

std::optional<Time> EventMerger::next_due() const {
  if (heap_.empty()) return std::nullopt;
  return heap_.front().key + window_;
}

}  // namespace foothold::trace

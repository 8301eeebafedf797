// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <mutex>
#include <string_view>
#include <vector>

#include "trace/sink.h"

namespace foothold::trace {

// Keeps every event, for tests; grows without bound, so not for a daemon.
class MemorySink : public Sink {
 public:
  void write(Event event) override;

  std::vector<Event> events() const;                      // all, in the order written
  std::vector<Event> named(std::string_view name) const;  // those of one name
  std::size_t count(std::string_view name) const;
  std::size_t size() const;
  void clear();

 private:
  mutable std::mutex mutex_;
  std::vector<Event> events_;
};

}  // namespace foothold::trace

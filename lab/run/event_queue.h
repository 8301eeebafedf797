// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

#include "base/unique_fd.h"
#include "trace/event.h"

namespace foothold::lab {

// Hands events from the collector's thread to the run's. push() never blocks; beyond the bound it drops and counts.
class EventQueue {
 public:
  explicit EventQueue(std::size_t bound = 262'144);

  void push(trace::Event event);
  // Everything there is, in order.
  std::vector<trace::Event> take_all();
  // How many were dropped since the last call.
  std::size_t take_dropped();
  // Readable while there is something to take.
  int fd() const { return wake_.get(); }

 private:
  std::mutex mutex_;
  std::vector<trace::Event> events_;
  std::size_t bound_;
  std::size_t dropped_ = 0;
  UniqueFd wake_;
};

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace foothold::operators::icf {

// Threads for calls that block, so that the event loop never does.
class WorkQueue {
 public:
  WorkQueue(std::size_t threads, std::size_t max_waiting);
  ~WorkQueue() { stop(); }

  // False if too much waits already, or it was stopped. `work` must not throw.
  bool add(std::function<void()> work);
  // Drops what waits and joins the threads; what runs is finished first.
  void stop();

 private:
  void serve();

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  std::size_t max_waiting_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace foothold::operators::icf

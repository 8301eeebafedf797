// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/work_queue.h"

namespace foothold::operators::icf {

WorkQueue::WorkQueue(std::size_t threads, std::size_t max_waiting) : max_waiting_(max_waiting) {
  while (threads_.size() < threads) threads_.emplace_back([this] { serve(); });
}

bool WorkQueue::add(std::function<void()> work) {
  const std::lock_guard lock(mutex_);
  if (stopped_ || waiting_.size() >= max_waiting_) return false;
  waiting_.push_back(std::move(work));
  changed_.notify_one();
  return true;
}

void WorkQueue::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    waiting_.clear();
    changed_.notify_all();
  }
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void WorkQueue::serve() {
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
      if (stopped_) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace foothold::operators::icf

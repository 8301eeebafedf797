// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <poll.h>

#include <chrono>
#include <list>
#include <memory>
#include <optional>

#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::tre_emu::transport {

// One thread's wait for the sockets and the times of many. What it costs depends on who is ready, not on how many wait:
// a process with a hundred cards is as quick as one with a single card.
class EventLoop {
 public:
  using Clock = std::chrono::steady_clock;

  // Somebody who waits for a socket, for a time, or for both.
  class Waiter {
   public:
    virtual ~Waiter() = default;
    // What to wait for, as for poll(); a descriptor of -1 is nothing. One that is named no more was closed, and the
    // next one is named in a later call than the one that closed it.
    virtual pollfd watched() const = 0;
    virtual std::optional<Clock::time_point> next_deadline() const { return std::nullopt; }
    virtual void on_ready(short ready, Clock::time_point now) = 0;
    virtual void on_time(Clock::time_point) {}
    // Nothing more comes of it.
    virtual bool over() const { return false; }
  };

  static Result<EventLoop> make();

  // Whom the loop owns it forgets once they are over; whom it does not must outlive it.
  void add(std::unique_ptr<Waiter> waiter);
  void add(Waiter& waiter);

  // Until `stop_fd` is readable.
  Result<void> run(int stop_fd);

 private:
  struct Entry {
    Waiter* waiter;
    std::unique_ptr<Waiter> owned;
    pollfd known{-1, 0, 0};  // what the kernel was told
  };

  explicit EventLoop(UniqueFd epoll) : epoll_(std::move(epoll)) {}
  Result<void> tell_kernel(Entry& entry);
  // Lets those act whose time has come, and looks at all of them.
  Result<void> pass_time(Clock::time_point now);

  UniqueFd epoll_;
  std::list<Entry> entries_;  // the kernel is told their addresses
  std::optional<Clock::time_point> first_due_;
  bool changed_ = false;  // somebody came, went or has another deadline
};

}  // namespace foothold::tre_emu::transport

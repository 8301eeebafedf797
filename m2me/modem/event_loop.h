// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "base/result.h"

namespace foothold::m2me {

// libosmocore's select loop with what the modem needs of it. libosmocore keeps descriptors and timers per thread, so
// everything but post() and stop() belongs to the thread that called run().
class EventLoop {
 public:
  EventLoop();
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // To be called once on the loop's thread, before anything of libosmocore is used there.
  void prepare_thread();
  // Until stop().
  void run();
  // The last thing on that thread, when all that uses libosmocore there is gone: frees what the library keeps per thread.
  static void leave_thread();

  // From any thread: run `work` on the loop's thread, in order.
  void post(std::function<void()> work);
  void stop();

  // Calls `ready` whenever `fd` can be read. The descriptor stays the caller's, and open as long as the loop runs.
  Result<void> watch(int fd, std::function<void()> ready);

  class Timer {
   public:
    virtual ~Timer() = default;                                  // stops it
    virtual void start(std::chrono::milliseconds duration) = 0;  // anew, if it runs
    virtual void stop() = 0;
  };
  std::unique_ptr<Timer> timer(std::function<void()> expired);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace foothold::m2me

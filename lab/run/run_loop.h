// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "lab/control/control_server.h"
#include "lab/process/process_table.h"
#include "lab/run/event_queue.h"

namespace foothold::lab {

// The one place where a run waits: for signals, for ends of processes, for events. Everything is handled on the thread
// that calls pump(); other threads only push into events().
class RunLoop : public control::DescriptorLoop {
 public:
  using Clock = std::chrono::steady_clock;
  using OnEvent = std::function<void(const trace::Event&)>;
  using OnEnd = std::function<void(const ProcessEnd&)>;

  // SIGINT, SIGTERM, SIGHUP and SIGCHLD must be blocked (run_isolated does that).
  RunLoop(OnEvent on_event, OnEnd on_end);

  ProcessTable& processes() { return processes_; }
  EventQueue& events() { return events_; }
  bool interrupted() const { return interrupted_; }
  void interrupt() { interrupted_ = true; }  // as a signal does

  // Calls `on_readable` from pump() while `fd` can be read. The descriptor is the caller's; unwatch() it before it is
  // closed. Both may be called from within such a call.
  void watch(int fd, std::function<void()> on_readable) override;
  void unwatch(int fd) override;

  // Handles what there is; waits for something, at most until `deadline`, if there is nothing.
  void pump(Clock::time_point deadline);
  // Pumps until `condition` holds or `deadline` has passed or a signal asks us to end; returns whether it holds.
  // What no descriptor announces (a socket in /proc/net, a line in a log) is looked at every 10 ms.
  bool wait_until(const std::function<bool()>& condition, Clock::time_point deadline);

  // Starts `services` together and waits until all are ready. Errors: one ended (with the last lines of its log), or
  // was not ready in time.
  Result<void> start(const std::vector<Service>& services, std::chrono::seconds patience);
  void stop(const std::string& name);
  void stop_all();
  // Takes what is still in events().
  void drain();

 private:
  bool is_ready(const Service& service, const ReadySign& sign) const;
  void handle(std::vector<ProcessEnd> ends);

  OnEvent on_event_;
  OnEnd on_end_;
  UniqueFd signals_;
  EventQueue events_;
  ProcessTable processes_;
  std::set<trace::Actor> ready_;
  std::map<int, std::function<void()>> watched_;
  bool interrupted_ = false;
};

}  // namespace foothold::lab

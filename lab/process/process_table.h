// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/process/command.h"

namespace foothold::lab {

// How a process ended.
struct ProcessEnd {
  std::string name;
  int status = 0;      // as waitpid(2) gives it
  bool asked = false;  // we had told it to stop

  bool clean() const;
  std::string in_words() const;  // "ended with code 2", "was killed by signal 11"
};

// The processes of one run, by name. Whoever owns a table must have SIGCHLD blocked (run_isolated does that), and
// calls reap() when it arrives. Processes are signalled by the pid of a child not yet reaped, never by name.
class ProcessTable {
 public:
  ProcessTable() = default;
  ProcessTable(const ProcessTable&) = delete;
  ProcessTable& operator=(const ProcessTable&) = delete;
  ~ProcessTable() { stop_all(std::chrono::seconds(2)); }

  // Starts in a session of its own, with default signal handling. A name is free again once its process has ended.
  Result<void> start(const Command& command);
  bool running(const std::string& name) const;
  // Of one that runs; else nothing.
  std::optional<pid_t> pid_of(const std::string& name) const;
  // Of those that run, in the order of their start.
  std::vector<std::string> names() const;
  // Collects every child that has ended, strangers that were handed to process 1 included; tells our own.
  std::vector<ProcessEnd> reap();
  // The next call of reap() of the process says `asked`.
  void signal(const std::string& name, int signal);
  // The process stands still, its sockets open, and goes on. Whoever ends it thaws it first, or waits in vain.
  void freeze(const std::string& name);
  void thaw(const std::string& name);
  // SIGTERM, then SIGKILL after `patience`; returns when it is gone.
  std::vector<ProcessEnd> stop(const std::string& name, std::chrono::milliseconds patience);
  // All at once, last started first.
  std::vector<ProcessEnd> stop_all(std::chrono::milliseconds patience);
  // Starts `command` and waits until it ends; a process still alive after `patience` is killed.
  Result<ProcessEnd> run_to_end(const Command& command, std::chrono::milliseconds patience);

 private:
  struct Entry {
    std::string name;
    pid_t pid;
    bool asked;
  };

  void send(const std::string& name, int signal) const;
  std::vector<ProcessEnd> wait_until_gone(const std::vector<std::string>& names, std::chrono::milliseconds patience);

  std::vector<Entry> entries_;  // in the order of their start
};

}  // namespace foothold::lab

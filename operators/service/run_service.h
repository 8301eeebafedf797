// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "config/config_file.h"
#include "trace/sink.h"

namespace foothold::operators {

// A program that serves until it is told to end.
class Service {
 public:
  virtual ~Service() = default;
  // When it returns without an error, the service can serve: run_service() then writes `service.ready`.
  virtual Result<void> start() = 0;
  // Returns soon after `stop_fd` became readable. The default only waits; a service with an event loop of its own (as
  // the GSUP ones have) watches the descriptor in it. The descriptor stays readable.
  virtual Result<void> run(int stop_fd);
  // Ends every thread and connection. Also called after a start() that failed.
  virtual void stop() = 0;
};

struct Program {
  std::string name;     // foothold-pva
  std::string purpose;  // one sentence for --help
  trace::Actor actor;
  // Reads its keys and calls config::ConfigFile::finish(). `events` outlives the service.
  std::function<Result<std::unique_ptr<Service>>(config::ConfigFile& config, trace::Sink& events)> make;
  // For --import; the result says in words what was stored. Empty where the program imports nothing.
  std::function<Result<std::string>(config::ConfigFile& config, const std::string& file)> import = {};
};

// main() of a service: --config, --import, --help, --version, -e; the trace; SIGTERM and SIGINT. Returns the exit code
// of docs/interfaces.md section 1. Call it before any thread is started, since it blocks the two signals.
int run_service(int argc, char** argv, const Program& program);

}  // namespace foothold::operators

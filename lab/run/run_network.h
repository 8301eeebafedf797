// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <vector>

#include "base/result.h"
#include "lab/run/run_capture.h"
#include "lab/run/run_loop.h"
#include "lab/run/run_setup.h"
#include "trace/collector.h"

namespace foothold::lab {

// Everything around the machines, from the first folder to the last event: where a run and a lab that stays do the
// same. In order: prepare(), start(), capture(), stop().
class RunNetwork {
 public:
  // Both outlive it.
  RunNetwork(const RunSetup& setup, RunLoop& loop) : setup_(setup), loop_(loop) {}

  std::filesystem::path trace_file() const { return setup_.folders.run / "trace.pcapng"; }

  // State folders, trace, addresses and air: what there has to be before anything is configured or started.
  Result<void> prepare(bool state_in_memory, const trace::CollectorLimits& limits = {});
  // Starts these services, a stage when the one before is ready.
  Result<void> start(const std::vector<std::vector<Service>>& stages, std::chrono::seconds patience);
  // From here on the packets on the loopback are in the trace.
  Result<void> capture();
  // The machines first: their way out (detach) is part of what is seen. What the programs had to say is then in the
  // collector's hands, since each drains its sink before it ends. Safe after a start that failed.
  void stop(unsigned machines);
  // stop() was called: processes end because they are told to.
  bool stopping() const { return stopping_; }

  // Into the trace's file.
  void record(const trace::Event& event);
  // A step: into the file, and to who listens live.
  void tell(const trace::Event& step);

 private:
  Result<void> open_trace(const trace::CollectorLimits& limits);

  const RunSetup& setup_;
  RunLoop& loop_;
  std::unique_ptr<trace::Sink> file_;
  std::unique_ptr<trace::Collector> collector_;  // its thread pushes into loop_
  std::unique_ptr<RunCapture> capture_;          // writes into the collector: ends before it
  bool stopping_ = false;
};

}  // namespace foothold::lab

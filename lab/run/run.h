// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>

#include "lab/run/radio.h"
#include "lab/run/run_folders.h"
#include "lab/scenarios/scenario.h"

namespace foothold::lab {

struct RunOptions {
  const Scenario* scenario = nullptr;
  Radio radio = Radio::gb;
  unsigned burst_loss = 0;     // percent of the bursts in each direction; with Radio::trx
  unsigned machines = 1;       // 1..plan::kMostMachines, all on one cell
  bool dm_over_phone = false;  // machines manage through a phone that their TRE sits in (machine_phone.h)
  bool verbose = false;        // print every event, not the steps alone
  bool keep_state = false;     // leave stores and keys in a real folder
  std::chrono::seconds timeout{120};
  std::filesystem::path programs;  // the folder of our executables
};

// Exit codes of docs/interfaces.md section 1, and what a shell gives for Ctrl-C.
namespace exit_code {
inline constexpr int kDone = 0;
inline constexpr int kProcedureFailed = 1;
inline constexpr int kWrongUsage = 2;
inline constexpr int kMachineLacks = 3;
inline constexpr int kInterrupted = 130;
}  // namespace exit_code

// A whole run, as process 1 of its namespaces (run_isolated): prepares, starts, watches, stops, reports to stdout, and
// leaves RUN/trace.pcapng and RUN/summary.json. Returns the exit code.
int execute_run(const RunFolders& folders, const RunOptions& options);

}  // namespace foothold::lab

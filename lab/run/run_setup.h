// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "lab/process/command.h"
#include "lab/run/radio.h"
#include "lab/run/run_folders.h"
#include "lab/scenarios/scenario.h"

namespace foothold::lab {

// What every part of a run's preparation has to know.
struct RunSetup {
  RunFolders folders;
  Deviations deviations;
  std::filesystem::path programs;  // the folder of our executables
  Radio radio = Radio::gb;
  unsigned burst_loss = 0;  // percent of the bursts in each direction; with Radio::trx

  std::string collector_socket() const { return (folders.state / "collector.sock").string(); }
  std::string live_socket() const { return (folders.state / "live.sock").string(); }
  std::string tre_socket() const { return (folders.device() / "tre.sock").string(); }
  std::filesystem::path configuration_of(const std::string& program) const {
    return folders.configuration(program + ".toml");
  }
  // `program --config its own file`, with further arguments behind.
  Command command(const std::string& program, const std::vector<std::string>& more = {}) const {
    Command command{
        program, {(programs / program).string(), "--config", configuration_of(program).string()}, folders.log(program)};
    command.argv.insert(command.argv.end(), more.begin(), more.end());
    return command;
  }
};

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "lab/daemons/cell.h"
#include "lab/process/command.h"
#include "lab/radio/osmo_trx.h"
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
  unsigned burst_loss = 0;                         // percent of the bursts in each direction; with Radio::trx
  unsigned machines = 1;                           // 1..plan::kMostMachines; they are counted from 1
  bool dm_over_phone = false;                      // machine_phone.h
  Cell cell;                                       // of the radio network, and what the mobile is told of it
  std::optional<OsmoTrx> osmo_trx{};               // with Radio::trx: a real radio instead of our transceiver
  std::optional<unsigned> receive_gain{};          // dB, 0..50, of the transceiver; none: its own choice
  std::optional<unsigned> transmit_attenuation{};  // dB, 0..50; none: what the BSC asks for

  std::string collector_socket() const { return (folders.state / "collector.sock").string(); }
  // In the run's folder, where a dashboard finds it, unless that is too long a path for a socket (unix(7)).
  std::string live_socket() const {
    constexpr std::size_t kLongestPath = 107;
    const auto path = (folders.run / "live.sock").string();
    return path.size() <= kLongestPath ? path : (folders.state / "live.sock").string();
  }
  std::string tre_socket(unsigned machine) const { return (folders.device(machine) / "tre.sock").string(); }
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
  // The same of a program that each machine has for itself.
  Command command_of(const std::string& program, unsigned machine) const {
    auto command = this->command(numbered_of(program, machine));
    command.argv.front() = (programs / program).string();
    return command;
  }
};

}  // namespace foothold::lab

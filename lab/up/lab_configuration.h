// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "config/config_file.h"
#include "lab/daemons/cell.h"
#include "lab/radio/osmo_trx.h"
#include "lab/run/radio.h"

namespace foothold::lab {

// What `foothold lab up` is told (docs/real-radio.md). `radio` is the one line between a cell in this machine and the
// same cell on the air.
struct LabConfiguration {
  Radio radio = Radio::trx;
  std::optional<OsmoTrx> osmo_trx;               // radio = "lime", "uhd", "ipc"
  std::optional<unsigned> receive_gain;          // dB, 0..50
  std::optional<unsigned> transmit_attenuation;  // dB, 0..50
  Cell cell;
  unsigned machines = 1;                       // 1..64, of ours; switched on by the user
  unsigned cards = 0;                          // further PCIDs, whose TREs the user runs himself: 64 with the machines
  std::string card_reader;                     // vpcd's address for these
  std::optional<std::filesystem::path> state;  // kept from one start to the next; none: in memory
};

// Errors: Error::field is the key.
Result<LabConfiguration> read_lab_configuration(config::ConfigFile file);

}  // namespace foothold::lab

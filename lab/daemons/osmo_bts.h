// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "lab/daemons/cell.h"
#include "lab/daemons/daemon_paths.h"
#include "lab/process/command.h"

namespace foothold::lab {

// How the base station's blocks reach the air.
enum class BtsKind : std::uint8_t {
  virtual_um,  // osmo-bts-virtual: whole blocks, multicast as GSMTAP
  trx,         // osmo-bts-trx: bursts, for a transceiver behind TRXC and TRXD
};

// The BTS of the run's cell. It gets nearly all of its configuration from the BSC by OML.
struct OsmoBts {
  BtsKind kind = BtsKind::virtual_um;
  Cell cell;
  std::string bsc_address = "127.0.0.1";
  std::string transceiver_address = "127.0.0.1";  // with kind trx
  std::uint16_t transceiver_port = 5700;          // its clock; TRXC and TRXD of the first carrier are the next two
  std::uint16_t local_port = 5800;                // the same of our end
  std::optional<unsigned> receive_gain;           // dB, 0..50, asked of the transceiver; none: its own choice
  std::optional<unsigned> transmit_attenuation;   // dB, 0..50, of its full power; none: what the BSC asks for

  // The program; a run knows the process by this name.
  const char* name() const;
  // `state` gets the socket for the PCU.
  std::string configuration(const std::filesystem::path& state) const;
  // Ready when its RSL link to the BSC is up and the PCU may connect. It ends when it loses the BSC, and takes seconds
  // to end when it is told to.
  Service service(const DaemonPaths& paths) const;
};

// Where the BTS waits for the PCU.
std::filesystem::path pcu_socket(const std::filesystem::path& state);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lab/daemons/daemon_paths.h"
#include "lab/process/command.h"

namespace foothold::lab {

// What drives the radio: each is an osmo-trx of its own.
enum class SdrDriver : std::uint8_t {
  lime,  // osmo-trx-lms: LimeSDR, by LimeSuite
  uhd,   // osmo-trx-uhd: USRPs and what else speaks UHD
  ipc,   // osmo-trx-ipc: a driver in a process of its own, behind shared memory and a unix socket
};

enum class ClockReference : std::uint8_t { internal, external, gpsdo };

// "lime", "uhd", "ipc"; nothing for any other text.
std::optional<SdrDriver> sdr_driver_from_string(std::string_view name);

// The program of a driver; a run knows the process by this name.
const char* program_of(SdrDriver driver);

// The transceiver of a real radio: the same TRXC and TRXD to osmo-bts-trx as foothold-transceiver has, and antennas
// instead of mobiles.
struct OsmoTrx {
  SdrDriver driver = SdrDriver::lime;
  std::string device_arguments;  // the driver's own words for which device, and how: "serial=31A8BC7"
  ClockReference clock = ClockReference::internal;
  std::string receive_path;   // the antenna port by the driver's name; empty: the driver's choice
  std::string transmit_path;  // the same
  bool swap_channels = false;
  std::optional<double> rssi_offset;  // dB, between what the device reports and dBm
  unsigned realtime_priority = 18;    // SCHED_RR 1..32; 0: none
  std::string address = "127.0.0.1";
  std::uint16_t base_port = 5700;  // clock; TRXC and TRXD are the next two

  std::string configuration() const;
  // Ready when the device is open.
  Service service(const DaemonPaths& paths) const;
};

}  // namespace foothold::lab

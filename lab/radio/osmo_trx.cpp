// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/osmo_trx.h"

#include <array>
#include <cstdio>

#include "lab/daemons/osmo_log.h"

namespace foothold::lab {
namespace {

const char* clock_word(ClockReference clock) {
  switch (clock) {
    case ClockReference::external:
      return "external";
    case ClockReference::gpsdo:
      return "gpsdo";
    case ClockReference::internal:
      break;
  }
  return "internal";
}

std::string decimal(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.3f", value);
  return text.data();
}

}  // namespace

std::optional<SdrDriver> sdr_driver_from_string(std::string_view name) {
  if (name == "lime") return SdrDriver::lime;
  if (name == "uhd") return SdrDriver::uhd;
  if (name == "ipc") return SdrDriver::ipc;
  return std::nullopt;
}

const char* program_of(SdrDriver driver) {
  switch (driver) {
    case SdrDriver::uhd:
      return "osmo-trx-uhd";
    case SdrDriver::ipc:
      return "osmo-trx-ipc";
    case SdrDriver::lime:
      break;
  }
  return "osmo-trx-lms";
}

std::string OsmoTrx::configuration() const {
  std::string text = osmo_log_section({"set-all notice"});
  text += "line vty\n no login\n bind " + address + "\n";
  text += "ctrl\n bind " + address + "\n";
  if (realtime_priority != 0) text += "cpu-sched\n policy rr " + std::to_string(realtime_priority) + "\n";
  text += "trx\n bind-ip " + address + "\n remote-ip " + address + "\n";
  text += " base-port " + std::to_string(base_port) + "\n";
  if (!device_arguments.empty()) text += " dev-args " + device_arguments + "\n";
  // Four samples a symbol both ways: what Osmocom's own examples have for every device with USB 3.
  text += " tx-sps 4\n rx-sps 4\n egprs disable\n";
  text += std::string(" clock-ref ") + clock_word(clock) + "\n";
  if (rssi_offset) text += " rssi-offset " + decimal(*rssi_offset) + "\n";
  if (swap_channels) text += " swap-channels enable\n";
  text += " chan 0\n";
  if (!transmit_path.empty()) text += "  tx-path " + transmit_path + "\n";
  if (!receive_path.empty()) text += "  rx-path " + receive_path + "\n";
  return text;
}

Service OsmoTrx::service(const DaemonPaths& paths) const {
  const char* program = program_of(driver);
  return {{program, {program, "-C", paths.configuration.string()}, paths.log}, {LogLine{"-- Transceiver active with"}}};
}

}  // namespace foothold::lab

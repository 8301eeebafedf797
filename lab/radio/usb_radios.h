// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lab/radio/osmo_trx.h"
#include "lab/radio/system_folder.h"

namespace foothold::lab {

// A device on the USB that matters to a lab with a real radio.
struct UsbRadio {
  enum class Use : std::uint8_t {
    transceiver,  // `driver` drives it
    unsupported,  // a radio, but no osmo-trx of ours does
    card,         // stands in a handset's SIM slot: SIMtrace2
  };

  std::string name;  // "LimeSDR Mini"
  std::string id;    // "0403:601f"
  Use use = Use::transceiver;
  SdrDriver driver = SdrDriver::lime;
  std::string node;         // "/dev/bus/usb/002/003"; empty where the kernel does not tell
  unsigned megabits_s = 0;  // the link's speed; 0: not told
  std::string serial;       // may be empty
};

// Those that are plugged in, by what the kernel says in /sys/bus/usb/devices: no device is opened.
std::vector<UsbRadio> find_usb_radios(const SystemFolder& system);

}  // namespace foothold::lab

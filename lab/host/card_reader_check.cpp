// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/card_reader_check.h"

#include <fstream>
#include <sstream>

namespace foothold::lab {

namespace {

namespace fs = std::filesystem;

// What stands behind DEVICENAME in a configuration that loads vpcd; empty if it does not.
std::string device_of_vpcd(const fs::path& configuration) {
  std::ifstream file(configuration);
  std::string device;
  bool loads_vpcd = false;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string key;
    std::string value;
    words >> key >> value;
    if (key == "DEVICENAME") device = value;
    if (key == "LIBPATH") loads_vpcd = value.find("libifdvpcd") != std::string::npos;
  }
  return loads_vpcd ? device : std::string();
}

}  // namespace

// vpcd listens where its device is /dev/null and a port, and else connects to the host that it names.
MachineCheck check_card_reader(const fs::path& configurations) {
  MachineCheck check{"vpcd", false, false, "not found",
                     "apt-get install pcscd vsmartcard-vpcd, to have the TRE in a reader"};
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(configurations, none)) {
    const auto device = device_of_vpcd(entry.path());
    if (device.empty()) continue;
    check.present = device.rfind("/dev/null", 0) == 0;
    if (check.present) {
      check.found = "the reader listens: DEVICENAME " + device;
      break;
    }
    check.found = "the reader connects to " + device + ", and foothold-tre connects, too";
    check.advice = "DEVICENAME /dev/null:0x8C7B in " + entry.path().string();
  }
  return check;
}

}  // namespace foothold::lab

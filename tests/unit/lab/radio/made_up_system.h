// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "lab/radio/system_folder.h"
#include "tests/temporary_folder.h"

namespace foothold::lab {

// A machine that is a folder.
class MadeUpSystem {
 public:
  MadeUpSystem& file(const std::string& path, const std::string& content) {
    const auto full = folder_.path() / path.substr(1);
    std::filesystem::create_directories(full.parent_path());
    std::ofstream(full) << content;
    return *this;
  }
  MadeUpSystem& program(const std::string& name) {
    file("/usr/bin/" + name, "#!/bin/sh\n");
    std::filesystem::permissions(folder_.path() / "usr/bin" / name, std::filesystem::perms(0755));
    return *this;
  }
  // As the kernel shows a device in /sys/bus/usb/devices, with its node in /dev.
  MadeUpSystem& usb(const std::string& entry, const std::string& vendor, const std::string& product, unsigned device,
                    const std::string& speed = "5000") {
    const auto folder = "/sys/bus/usb/devices/" + entry + "/";
    file(folder + "idVendor", vendor + "\n").file(folder + "idProduct", product + "\n");
    file(folder + "busnum", "2\n").file(folder + "devnum", std::to_string(device) + "\n");
    file(folder + "speed", speed + "\n").file(folder + "serial", "1D3AC9\n");
    const auto number = std::to_string(device);
    return file("/dev/bus/usb/002/" + std::string(3 - number.size(), '0') + number, "");
  }

  SystemFolder look() const { return SystemFolder(folder_.path()); }
  const std::filesystem::path& path() const { return folder_.path(); }

 private:
  foothold::test::TemporaryFolder folder_;
};

}  // namespace foothold::lab

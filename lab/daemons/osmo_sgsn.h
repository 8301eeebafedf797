// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "lab/daemons/daemon_paths.h"
#include "lab/process/command.h"

namespace foothold::lab {

// The VNO's SGSN, stock. Its GSUP goes to the VNO's router, which takes the HLR's place.
struct OsmoSgsn {
  std::string address = "127.0.0.1";
  std::string gsup_address = "127.0.0.1";
  std::uint16_t gsup_port = 4222;
  std::string ggsn_address = "127.0.0.2";
  // GEA algorithms that it may choose from. GEA0 must be among them for phones that have no other; GEA1 and GEA2 are
  // not implemented in libosmogsm, and GEA4 cannot be used with 2G SIMs.
  std::string gea = "0 3";
  static constexpr std::uint16_t kNsPort = 2157;  // the one that Wireshark takes for NS by itself
  static constexpr std::uint16_t kVtyPort = 4245;

  // `state` gets the restart counter of GTP.
  std::string configuration(const std::filesystem::path& state) const;
  // Ready when its NS socket is open and its GSUP link is up. A log of its own for every start, since the second one of
  // a run must not be taken as ready by what the first one wrote.
  Service service(const DaemonPaths& paths) const;
};

}  // namespace foothold::lab

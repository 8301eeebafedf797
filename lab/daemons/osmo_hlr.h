// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "lab/daemons/daemon_paths.h"
#include "lab/process/command.h"

namespace foothold::lab {

// The HLR of the SHO: a stock osmo-hlr, empty at the start. Its subscribers come over its VTY from the SHO.
struct OsmoHlr {
  std::string address = "127.0.3.1";
  static constexpr std::uint16_t kGsupPort = 4222;
  static constexpr std::uint16_t kVtyPort = 4258;

  std::string configuration() const;
  // Ready when it listens for GSUP and on the VTY. The database is in the state folder: it holds the subscribers' keys.
  Service service(const DaemonPaths& paths) const;
};

}  // namespace foothold::lab

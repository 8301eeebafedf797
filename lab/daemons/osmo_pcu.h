// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "lab/daemons/daemon_paths.h"
#include "lab/process/command.h"

namespace foothold::lab {

// The PCU: RLC/MAC towards the mobiles, Gb towards the SGSN.
struct OsmoPcu {
  // Coding schemes that a TBF starts with and that it may reach, CS-1..CS-4: 4 gives the shortest run, 1 is what the
  // noisiest air takes.
  unsigned first_downlink = 4;
  unsigned first_uplink = 4;
  unsigned best_downlink = 4;
  unsigned best_uplink = 4;

  // `state` is where the BTS has its socket.
  std::string configuration(const std::filesystem::path& state) const;
  // Ready when the SGSN has unblocked its cell: then all links below stand. To be started when the BTS is ready: it
  // looks for the socket every five seconds only.
  Service service(const DaemonPaths& paths) const;
};

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "lab/daemons/cell.h"
#include "lab/daemons/daemon_paths.h"
#include "lab/daemons/osmo_bts.h"
#include "lab/process/command.h"

namespace foothold::lab {

// The BSC. All that the PCU needs to know for Gb is configured here and reaches it by OML and the BTS. It has no MSC:
// GPRS does not miss it, and the A interface would want SCTP, which not every kernel has.
struct OsmoBsc {
  BtsKind bts = BtsKind::virtual_um;
  Cell cell;
  // Over how many RACH slots mobiles spread their accesses, as TX-integer codes it (TS 44.018 table 10.5.2.29.1).
  unsigned tx_integer = 9;            // 12 slots
  std::string address = "127.0.0.1";  // of VTY and CTRL; for base stations it listens on all
  std::string sgsn_address = "127.0.0.1";
  std::uint16_t sgsn_port = 2157;
  std::uint16_t pcu_ns_port = 23001;  // the PCU's end of NS

  std::string configuration() const;
  // Ready when it listens for OML and RSL.
  Service service(const DaemonPaths& paths) const;
};

}  // namespace foothold::lab

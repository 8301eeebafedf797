// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace foothold::tre_emu::transport {

// foothold-tre's configuration.
struct TreConfig {
  std::string state;          // the TRE's folder
  std::string socket;         // path of the unix socket
  std::string trace;          // collector's socket; empty: none
  std::string vpcd;           // address of a reader of vsmartcard's to be a card in; empty: none
  std::string sap;            // path of a unix socket for the SIM Access Profile; empty: none
  bool system_clock = false;  // clock = "system": the TRE has one, and judges the expiry of MCIMs; "none" by default
};

// The error names the key at fault, an unknown one too.
Result<TreConfig> parse_tre_config(std::string_view toml);

}  // namespace foothold::tre_emu::transport

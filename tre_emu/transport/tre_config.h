// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace foothold::tre_emu::transport {

// One TRE, and where terminals reach it: in one place at least.
struct CardConfig {
  std::string state;   // the TRE's folder
  std::string socket;  // path of the unix socket; empty: none
  std::string vpcd;    // address of a reader of vsmartcard's to be a card in; empty: none
  std::string sap;     // path of a unix socket for the SIM Access Profile; empty: none
};

// foothold-tre's configuration.
struct TreConfig {
  std::vector<CardConfig> cards;  // one in the keys themselves, or any number of tables [[card]]
  std::string trace;              // collector's socket; empty: none
  bool system_clock = false;      // clock = "system": TREs have one, and judge the expiry of MCIMs; "none" by default
  bool trace_apdus = true;        // trace_apdus = "none": events of what changes at a TRE only, not of each APDU
};

// The error names the key at fault, an unknown one too.
Result<TreConfig> parse_tre_config(std::string_view toml);

}  // namespace foothold::tre_emu::transport

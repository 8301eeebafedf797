// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "rf_bridge/gb/cell_bvc.h"
#include "rf_bridge/gb/ns_vc.h"
#include "rf_bridge/radio_link.h"
#include "trace/sink.h"

namespace foothold::rf_bridge::gb {

struct GbSettings {
  std::string sgsn = "127.0.0.1:2157";  // IPv4 address and UDP port of the SGSN's NS
  std::string local;                    // the same of our end; empty: the kernel chooses
  std::string device;                   // PCID, for the trace; may be empty
  NsSettings ns;
  CellSettings cell;
};

// A mobile directly at Gb: to the SGSN it looks like a BSS with one cell. Runs on libosmocore's select loop
// (osmo_select_main) of the thread that calls open(); every other call must come from that thread too.
class GbLink : public RadioLink {
 public:
  // Opens the socket, and with it chooses the network namespace: the calling thread's, now. Error: an address that is
  // none, or that cannot be bound. `handler` and `sink` outlive the link.
  static Result<std::unique_ptr<GbLink>> open(const GbSettings& settings, RadioLinkHandler& handler, trace::Sink& sink);

 protected:
  GbLink() = default;
};

}  // namespace foothold::rf_bridge::gb

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "rf_bridge/physical_layer.h"
#include "trace/sink.h"

namespace foothold::rf_bridge::l1ctl {

struct L1ctlSettings {
  std::uint16_t arfcn = 871;
  std::string socket = "/tmp/osmocom_l2";  // where OsmocomBB's layer 1 programs listen by default
  std::string device;                      // PCID, for the trace; may be empty
};

// The physical layer of one mobile by OsmocomBB: trxcon, or a phone with its firmware behind osmocon. Runs on
// libosmocore's select loop of the thread that calls open(); every other call must come from that thread too. Where the
// layer 1 program ends, the mobile is told once, and remains without radio.
class L1ctlPhysicalLayer : public PhysicalLayer {
 public:
  // Error: nobody listens there. `handler` and `sink` outlive the layer.
  static Result<std::unique_ptr<L1ctlPhysicalLayer>> open(const L1ctlSettings& settings, PhysicalLayerHandler& handler,
                                                          trace::Sink& sink);

 protected:
  L1ctlPhysicalLayer() = default;
};

}  // namespace foothold::rf_bridge::l1ctl

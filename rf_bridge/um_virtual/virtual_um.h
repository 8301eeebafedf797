// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "rf_bridge/physical_layer.h"
#include "trace/sink.h"

namespace foothold::rf_bridge::um_virtual {

struct VirtualUmSettings {
  std::uint16_t arfcn = 871;
  std::string downlink = "239.193.23.1:4729";  // group and port that the base station sends to
  std::string uplink = "239.193.23.3:4729";    // that foothold-um-air hears; or the base station's own, for one mobile
  std::string interface = "127.0.0.1";         // address of the interface with these groups
  std::string device;                          // PCID, for the trace; may be empty
};

// The physical layer of one mobile on the virtual Um. Runs on libosmocore's select loop of the thread that calls
// open(); every other call must come from that thread too.
class VirtualUm : public PhysicalLayer {
 public:
  // Opens the socket, and with it chooses the network namespace: the calling thread's, now. Error: a group that is
  // none, or that cannot be joined. `handler` and `sink` outlive the layer.
  static Result<std::unique_ptr<VirtualUm>> open(const VirtualUmSettings& settings, PhysicalLayerHandler& handler,
                                                 trace::Sink& sink);

 protected:
  VirtualUm() = default;
};

}  // namespace foothold::rf_bridge::um_virtual

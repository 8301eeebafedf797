// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "gsm/grr/grr_ms.h"
#include "rf_bridge/physical_layer.h"
#include "rf_bridge/radio_link.h"
#include "trace/sink.h"

namespace foothold::rf_bridge::um {

// Makes the physical layer, on the thread of the loop that the link runs on.
using OpenPhysicalLayer = std::function<Result<std::unique_ptr<PhysicalLayer>>(PhysicalLayerHandler& handler)>;

// A mobile over the air: RR and RLC/MAC on a physical layer. Every frame sent or heard is in the trace, as GSMTAP, and
// each few seconds the figures of the link ("um.link_figures") and, where something was transferred, the counters of
// RLC ("um.counters"). Runs on libosmocore's select loop of the thread that calls open(); every other call must come
// from that thread too.
class UmLink : public RadioLink {
 public:
  // Error: of the physical layer. `handler` and `sink` outlive the link; `random` as for GrrMs.
  static Result<std::unique_ptr<UmLink>> open(gsm::grr::GrrSettings settings, gsm::grr::GrrMs::Random random,
                                              const OpenPhysicalLayer& open_layer, RadioLinkHandler& handler,
                                              trace::Sink& sink);

  virtual const gsm::grr::Counters& counters() const = 0;

 protected:
  UmLink() = default;
};

}  // namespace foothold::rf_bridge::um

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What a sans-I/O physical layer has to tell the link above it and the trace, whatever it sends its bursts or blocks
// by.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "gsm/l1/primitives.h"
#include "rf_bridge/physical_layer.h"
#include "trace/event.h"
#include "trace/sink.h"

namespace foothold::rf_bridge {

struct Synchronised {
  std::uint8_t bsic = 0;
};
struct Lost {
  std::string reason;
};
struct Heard {
  gsm::l1::DownlinkBlock block;
};
struct AccessBurstSent {
  std::uint8_t random_access = 0;
  gsm::l1::FrameNumber frame_number;
};

// Tells it.
class EffectTeller {
 public:
  // Both outlive this. `device` stands in the events.
  EffectTeller(std::uint16_t arfcn, std::string device, PhysicalLayerHandler& handler, trace::Sink& sink)
      : arfcn_(arfcn), device_(std::move(device)), handler_(handler), sink_(sink) {}

  void tell(Synchronised& it) { handler_.on_synchronised(arfcn_, it.bsic); }
  void tell(Lost& it) { handler_.on_lost(it.reason); }
  void tell(Heard& it) { handler_.on_downlink_block(it.block); }
  void tell(AccessBurstSent& it) { handler_.on_access_burst_sent(it.random_access, it.frame_number); }
  void tell(trace::Event& event) {
    event.device = device_;
    sink_.write(std::move(event));
  }

 private:
  std::uint16_t arfcn_;
  std::string device_;
  PhysicalLayerHandler& handler_;
  trace::Sink& sink_;
};

}  // namespace foothold::rf_bridge

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <variant>
#include <vector>

#include "base/bytes.h"
#include "rf_bridge/physical_layer_effects.h"
#include "trace/event.h"

// What the virtual Um asks of whoever runs it, in the order in which it is to be done.
namespace foothold::rf_bridge::um_virtual {

struct SendDatagram {
  Bytes octets;
};

using PhyEffect = std::variant<SendDatagram, Synchronised, Lost, Heard, AccessBurstSent, trace::Event>;
using PhyEffects = std::vector<PhyEffect>;

using AirEffect = std::variant<SendDatagram, trace::Event>;
using AirEffects = std::vector<AirEffect>;

}  // namespace foothold::rf_bridge::um_virtual

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/l1/frame_number.h"
#include "gsm/l1/primitives.h"
#include "trace/event.h"

// What the virtual Um asks of whoever runs it, in the order in which it is to be done.
namespace foothold::rf_bridge::um_virtual {

struct SendDatagram {
  Bytes octets;
};
struct Synchronised {};
struct Lost {
  std::string reason;
};
struct Heard {
  gsm::l1::DownlinkBlock block;
};
struct AccessBurstSent {
  std::uint8_t random_access;
  gsm::l1::FrameNumber frame_number;
};

using PhyEffect = std::variant<SendDatagram, Synchronised, Lost, Heard, AccessBurstSent, trace::Event>;
using PhyEffects = std::vector<PhyEffect>;

using AirEffect = std::variant<SendDatagram, trace::Event>;
using AirEffects = std::vector<AirEffect>;

}  // namespace foothold::rf_bridge::um_virtual

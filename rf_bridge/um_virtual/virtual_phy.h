// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A mobile's half of the virtual Um: osmo-bts-virtual multicasts each block of the downlink as a GSMTAP message at the
// time of its first frame, and takes uplink blocks the same way. There are no bursts, hence neither FCCH nor SCH: the
// cell's frame clock comes from the messages, and the BSIC stays unknown. Sans-I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "gsm/l1/primitives.h"
#include "rf_bridge/frame_clock.h"
#include "rf_bridge/gsmtap/um_frame.h"
#include "rf_bridge/um_virtual/effects.h"

namespace foothold::rf_bridge::um_virtual {

class VirtualPhy {
 public:
  explicit VirtualPhy(std::uint16_t arfcn) : arfcn_(arfcn) {}

  PhyEffects on_datagram(ByteView datagram, Instant now);
  // To be called at next() or later.
  PhyEffects on_time(Instant now);
  std::optional<Instant> next() const;

  void send_access_burst(std::uint8_t random_access, unsigned slots_to_skip, Instant now);
  PhyEffects send_block(const gsm::l1::UplinkBlock& block, Instant now);
  void listen(std::uint8_t timeslots) { listened_ = timeslots; }
  gsm::l1::FrameNumber frame(Instant now) const { return clock_.at(now); }
  bool synchronised() const { return clock_.running(); }

 private:
  struct Burst {
    std::uint8_t random_access;
    gsm::l1::FrameNumber frame;
  };
  void deliver(gsmtap::UmFrame frame, PhyEffects& out) const;
  void lose(std::string reason, PhyEffects& out);

  std::uint16_t arfcn_;
  std::uint8_t listened_ = 0;
  FrameClock clock_;
  Instant last_heard_{};
  std::vector<Burst> bursts_;  // asked for, their frames still to come
};

}  // namespace foothold::rf_bridge::um_virtual

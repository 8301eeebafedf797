// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The uplink of one virtual cell, between its mobiles and osmo-bts-virtual. On real air every frame reaches the base
// station in its turn, with noise where nobody sends. The virtual one has nothing of that, and osmo-pcu needs it:
//   - a block period without a block is told too, by an empty message: else the PCU has no frame clock before the first
//     uplink block (osmo-pcu 1.1.0 answers a RACH with a wrong request reference), and neither its polls nor its USF
//     grants ever expire;
//   - the blocks of a timeslot come strictly in the order of their frames;
//   - two mobiles that send in the same frame destroy each other's.
// So mobiles send to the air, and the air hands on each frame when its time is over. Sans-I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "rf_bridge/frame_clock.h"
#include "rf_bridge/gsmtap/um_frame.h"
#include "rf_bridge/um_virtual/effects.h"

namespace foothold::rf_bridge::um_virtual {

struct AirSettings {
  std::uint16_t arfcn = 871;
  std::uint8_t timeslots = 0xf0;  // that are PDCHs; bit 0 is timeslot 0
};

class UplinkAir {
 public:
  explicit UplinkAir(AirSettings settings) : settings_(settings) {}

  // What the base station sent: its frame clock.
  AirEffects on_downlink(ByteView datagram, Instant now);
  // What a mobile sent.
  AirEffects on_uplink(ByteView datagram, Instant now);
  // To be called at next() or later.
  AirEffects on_time(Instant now);
  std::optional<Instant> next() const;

 private:
  struct OnAir {
    gsmtap::UmFrame frame;
    bool collided = false;
  };
  void collect(gsmtap::UmFrame frame, AirEffects& out);
  void release_block(AirEffects& out);

  AirSettings settings_;
  FrameClock clock_;
  Instant last_heard_{};
  gsm::l1::FrameNumber next_block_;  // all before it are with the base station
  std::vector<OnAir> on_air_;
};

}  // namespace foothold::rf_bridge::um_virtual

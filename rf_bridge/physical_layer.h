// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "gsm/l1/primitives.h"

namespace foothold::rf_bridge {

// What a physical layer tells the link above it. Calls come from the thread of the event loop, never from within a call
// into the physical layer: a handler may call back at once.
class PhysicalLayerHandler {
 public:
  virtual ~PhysicalLayerHandler() = default;

  // The carrier's BCCH is heard and its frame clock is known. A layer without FCCH and SCH (virtual Um) gives BSIC 0
  // and says this with the first block that it hears.
  virtual void on_synchronised(std::uint16_t arfcn, std::uint8_t bsic) = 0;
  // The carrier is lost; the layer looks for it again by itself. `reason` is for people.
  virtual void on_lost(const std::string& reason) = 0;
  // In the order of their frames on each timeslot; as soon as the block is complete.
  virtual void on_downlink_block(const gsm::l1::DownlinkBlock& block) = 0;
  // A random access went out in this frame: what an IMMEDIATE ASSIGNMENT's request reference names (TS 44.018 10.5.2.30).
  virtual void on_access_burst_sent(std::uint8_t random_access, gsm::l1::FrameNumber frame_number) = 0;
};

// The mobile's half of a radio interface, one carrier at a time, no hopping. None of its calls blocks.
class PhysicalLayer {
 public:
  virtual ~PhysicalLayer() = default;

  virtual void start() = 0;
  virtual void stop() = 0;  // no call into the handler follows
  // The frame that is on the air now; meaningful once synchronised.
  virtual gsm::l1::FrameNumber now() const = 0;
  // On the RACH of timeslot 0, after letting `slots_to_skip` of its slots pass (TS 44.018 3.3.1.1.2: the mobile spreads
  // its access at random). The BCCH and CCCH of the carrier go on being heard in all states.
  virtual void send_access_burst(std::uint8_t random_access, unsigned slots_to_skip) = 0;
  // A block whose frame has gone by is dropped and traced.
  virtual void send_block(const gsm::l1::UplinkBlock& block) = 0;
  // Which PDCHs of the carrier to listen to: bit 0 is timeslot 0. 0 outside packet transfer.
  virtual void listen(std::uint8_t timeslots) = 0;
  // Of the serving cell's last assignment, 0..63 (TS 45.010 5.5); a layer without propagation delay ignores it.
  virtual void set_timing_advance(std::uint8_t timing_advance) = 0;
};

}  // namespace foothold::rf_bridge

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A mobile's physical layer behind L1CTL. Layer 1 is either on the CCCH or in packet transfer, and the way back from
// there leads through a reset and a new search:
//
//   idle -start-> resetting -RESET_CONF-> searching -FBSB_CONF, found-> camped -listen(PDCHs)-> packet transfer
//                     ^-------------------- not found ---'                ^--- resetting, searching <--listen(0)-'
//
// The mobile is told of the first synchronisation and of a cell that cannot be found again, not of the way back. Which
// TFI is the mobile's is decided above: layer 1 lets all 32 of them through. Sans-I/O.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "gsm/l1/primitives.h"
#include "rf_bridge/frame_clock.h"
#include "rf_bridge/l1ctl/l1ctl_message.h"
#include "rf_bridge/physical_layer_effects.h"
#include "trace/event.h"

namespace foothold::rf_bridge::l1ctl {

struct SendOctets {
  Bytes octets;
};
using PhyEffect = std::variant<SendOctets, Synchronised, Lost, Heard, AccessBurstSent, trace::Event>;
using PhyEffects = std::vector<PhyEffect>;

class L1ctlPhy {
 public:
  explicit L1ctlPhy(std::uint16_t arfcn) : arfcn_(arfcn) {}

  PhyEffects start();
  // Forgets everything; nothing is to be sent.
  void stop();
  // From the socket. After an error of the stream (effect Lost) whoever owns the socket closes it.
  PhyEffects on_octets(ByteView octets, Instant now);
  PhyEffects on_closed();

  PhyEffects send_access_burst(std::uint8_t random_access, unsigned slots_to_skip);
  PhyEffects send_block(const gsm::l1::UplinkBlock& block);
  PhyEffects listen(std::uint8_t timeslots);
  PhyEffects set_timing_advance(std::uint8_t timing_advance);
  FrameNumber frame(Instant now) const { return clock_.running() ? clock_.at(now) : FrameNumber(); }
  // The socket can be closed: layer 1 sends what cannot be read.
  bool broken() const { return state_ == State::broken; }

 private:
  enum class State : std::uint8_t { idle, resetting, searching, camped, packet, broken };
  struct Access {
    std::uint8_t random_access;
    unsigned slots_to_skip;
  };

  void search_anew(PhyEffects& out);
  void on(const Indication& indication, Instant now, PhyEffects& out);
  void on_search_confirm(const SearchConfirm& confirm, PhyEffects& out);
  void on_data(const DataIndication& indication, Instant now, PhyEffects& out);
  void on_packet_block(const PacketBlockIndication& indication, Instant now, PhyEffects& out);
  void learn_ccch_mode(ByteView block, PhyEffects& out);
  void enter_packet_transfer(PhyEffects& out);
  void configure_tbfs(PhyEffects& out) const;
  void send_waiting_accesses(PhyEffects& out);

  std::uint16_t arfcn_;
  State state_ = State::idle;
  MessageStream stream_;
  FrameClock clock_;
  std::uint8_t bsic_ = 0;
  std::uint8_t listened_ = 0;
  bool combined_ = true;
  bool synchronised_ = false;              // as the mobile was told
  std::deque<Access> waiting_;             // until camped
  std::deque<std::uint8_t> on_their_way_;  // random accesses handed to layer 1
};

}  // namespace foothold::rf_bridge::l1ctl

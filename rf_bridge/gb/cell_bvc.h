// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "rf_bridge/gb/bssgp_pdu.h"
#include "rf_bridge/gb/effects.h"

namespace foothold::rf_bridge::gb {

struct CellSettings {
  std::uint16_t bvci = 2;  // 2..65534: 0 is signalling, 1 point-to-multipoint
  gsm::CellIdentity cell;
  // T2 of TS 48.018 has 1 to 120 s; see NsSettings for why ours is short.
  std::chrono::milliseconds reset{1000};
  std::chrono::milliseconds flow_control{1000};
};

// The BSS's end of BSSGP for one cell: the signalling BVC and the cell's point-to-point BVC (TS 48.018 8.2 to 8.4),
// sans-I/O.
//
//   down --NS available--> resetting_signalling --ack--> resetting_cell --ack--> announcing_flow --ack--> available
//
// Each step is repeated until it is answered or NS is lost. Until the SGSN knows how much the cell can take it queues
// downlink PDUs (8.2.3.2), therefore the cell counts as available only after the flow control's acknowledgement.
class CellBvc {
 public:
  enum class State : std::uint8_t { down, resetting_signalling, resetting_cell, announcing_flow, available };
  using Effects = std::vector<BvcEffect>;

  explicit CellBvc(const CellSettings& settings) : settings_(settings) {}

  State state() const { return state_; }
  Effects on_ns_available();
  Effects on_ns_lost(const std::string& reason);
  Effects stop();  // no CellLost: whoever stops knows
  Effects on_sdu(std::uint16_t bvci, ByteView sdu);
  Effects on_timer(Timer timer);
  // Without an available cell the PDU is discarded, with a trace event.
  Effects send_llc_pdu(gsm::Tlli tlli, ByteView pdu);

 private:
  void enter(Effects& effects, State state);
  void transmit(Effects& effects, std::uint16_t bvci, const BssgpPdu& pdu);
  void begin(Effects& effects, State state);  // enters a state that waits for an answer, and asks
  void ask(Effects& effects);
  void lost(Effects& effects, const std::string& reason);
  void status(Effects& effects, BssgpCause cause, std::uint16_t bvci, ByteView in_error);
  void discard(Effects& effects, const std::string& reason, ByteView octets);

  // `bvci`: the BVC on which it came.
  void on(Effects& effects, std::uint16_t bvci, const DlUnitdata& pdu, ByteView octets);
  void on(Effects& effects, std::uint16_t bvci, const PagingPs& pdu, ByteView octets);
  void on(Effects& effects, std::uint16_t bvci, const BvcReset& pdu, ByteView octets);
  void on(Effects& effects, std::uint16_t bvci, const BvcResetAck& pdu, ByteView octets);
  void on(Effects& effects, std::uint16_t bvci, const FlowControlBvcAck& pdu, ByteView octets);
  void on(Effects& effects, std::uint16_t bvci, const BssgpStatus& pdu, ByteView octets);
  // Everything else is not for a BSS, or answers what this one never sends.
  template <class Pdu>
  void on(Effects& effects, std::uint16_t bvci, const Pdu& pdu, ByteView octets);

  CellSettings settings_;
  State state_ = State::down;
  std::uint8_t flow_control_tag_ = 0;
};

const char* to_string(CellBvc::State state);

}  // namespace foothold::rf_bridge::gb

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/cell_bvc.h"

#include <utility>

namespace foothold::rf_bridge::gb {

namespace {

// Best effort, SDU without ARQ, information of no transfer's end: what a PCU that knows no more sends
// (TS 48.018 11.3.28).
constexpr QosProfile kUplinkQos = {0x00, 0x00, 0x04};

trace::Event bssgp_event(trace::Kind kind, std::string name, bool sent) {
  trace::Event event;
  event.from = sent ? trace::Actor::bss : trace::Actor::sgsn;
  event.to = sent ? trace::Actor::sgsn : trace::Actor::bss;
  event.layer = trace::Layer::bssgp;
  event.kind = kind;
  event.name = std::move(name);
  return event;
}

// The LLC PDUs in them are traced by LLC itself.
bool is_traced(const BssgpPdu& pdu) {
  return !std::holds_alternative<UlUnitdata>(pdu) && !std::holds_alternative<DlUnitdata>(pdu);
}

trace::Event pdu_event(const BssgpPdu& pdu, std::uint16_t bvci, bool sent) {
  auto event =
      bssgp_event(sent ? trace::Kind::sent : trace::Kind::received, std::string("bssgp.") + bssgp_pdu_name(pdu), sent);
  if (const auto* reset = std::get_if<BvcReset>(&pdu)) {
    event.fields.push_back({"bvci", std::to_string(reset->bvci)});
    if (reset->cell) event.fields.push_back({"cell", reset->cell->to_string()});
  } else if (const auto* ack = std::get_if<BvcResetAck>(&pdu)) {
    event.fields.push_back({"bvci", std::to_string(ack->bvci)});
  } else {
    event.fields.push_back({"bvci", std::to_string(bvci)});
  }
  if (const auto* status = std::get_if<BssgpStatus>(&pdu)) event.fields.push_back({"cause", to_string(status->cause)});
  return event;
}

// As many octets as make the LLC-PDU's first octet stand at a multiple of four, counted from the PDU type
// (TS 48.018 11.3.1).
Bytes alignment_before(std::size_t llc_size) {
  constexpr std::size_t kFixedPart = 1 + 4 + 3;
  constexpr std::size_t kCellIdentifier = 2 + 8;
  constexpr std::size_t kAlignmentHeader = 2;
  const std::size_t llc_header = llc_size <= 0x7f ? 2 : 3;
  return Bytes((4 - (kFixedPart + kCellIdentifier + kAlignmentHeader + llc_header) % 4) % 4, 0);
}

}  // namespace

CellBvc::Effects CellBvc::on_ns_available() {
  Effects effects;
  lost(effects, "NS was set up anew");
  begin(effects, State::resetting_signalling);
  return effects;
}

CellBvc::Effects CellBvc::on_ns_lost(const std::string& reason) {
  Effects effects;
  lost(effects, reason);
  auto stopped = stop();
  effects.insert(effects.end(), std::make_move_iterator(stopped.begin()), std::make_move_iterator(stopped.end()));
  return effects;
}

CellBvc::Effects CellBvc::stop() {
  Effects effects;
  if (state_ == State::down) return effects;
  effects.push_back(StopTimer{Timer::bvc_reset});
  effects.push_back(StopTimer{Timer::flow_control});
  enter(effects, State::down);
  return effects;
}

CellBvc::Effects CellBvc::on_sdu(std::uint16_t bvci, ByteView sdu) {
  Effects effects;
  if (state_ == State::down) {
    discard(effects, "BSSGP is down", sdu);
    return effects;
  }
  if (bvci != kSignallingBvci && bvci != settings_.bvci) {
    discard(effects, "BVCI " + std::to_string(bvci) + " is not one of ours", sdu);
    if (!sdu.empty() && sdu[0] != BssgpStatus::kType) status(effects, BssgpCause::bvci_unknown, bvci, sdu);
    return effects;
  }
  auto pdu = decode_bssgp(sdu);
  if (!pdu) {
    discard(effects, to_string(pdu.error()), sdu);
    // A STATUS is never answered by a STATUS, or two of us would never stop.
    if (!sdu.empty() && sdu[0] != BssgpStatus::kType) {
      status(effects, static_cast<BssgpCause>(pdu.error().answer), bvci, sdu);
    }
    return effects;
  }
  if (is_traced(*pdu)) effects.push_back(pdu_event(*pdu, bvci, false));
  std::visit([&](const auto& message) { on(effects, bvci, message, sdu); }, *pdu);
  return effects;
}

CellBvc::Effects CellBvc::on_timer(Timer timer) {
  Effects effects;
  const bool resetting = state_ == State::resetting_signalling || state_ == State::resetting_cell;
  if ((timer == Timer::bvc_reset && resetting) || (timer == Timer::flow_control && state_ == State::announcing_flow)) {
    ask(effects);
  }
  return effects;
}

CellBvc::Effects CellBvc::send_llc_pdu(gsm::Tlli tlli, ByteView pdu) {
  Effects effects;
  if (state_ != State::available) {
    auto event = bssgp_event(trace::Kind::discarded, "bssgp.uplink_discarded", true);
    event.fields = {{"reason", std::string("no cell: ") + to_string(state_)}, {"octets", std::to_string(pdu.size())}};
    effects.push_back(std::move(event));
    return effects;
  }
  transmit(
      effects, settings_.bvci,
      UlUnitdata{tlli.value, kUplinkQos, settings_.cell, alignment_before(pdu.size()), Bytes(pdu.begin(), pdu.end())});
  return effects;
}

void CellBvc::on(Effects& effects, std::uint16_t bvci, const DlUnitdata& pdu, ByteView octets) {
  if (bvci == kSignallingBvci) {
    discard(effects, "DL-UNITDATA on the signalling BVC", octets);
    status(effects, BssgpCause::protocol_error, bvci, octets);
    return;
  }
  if (state_ != State::available) {
    discard(effects, std::string("DL-UNITDATA while ") + to_string(state_), octets);
    return;
  }
  effects.push_back(LlcDelivered{gsm::Tlli{pdu.tlli}, pdu.llc_pdu});
}

void CellBvc::on(Effects& effects, std::uint16_t, const PagingPs& pdu, ByteView octets) {
  if (state_ != State::available || (pdu.bvci && *pdu.bvci != settings_.bvci)) {
    discard(effects, "PAGING-PS for another cell, or before ours is available", octets);
    return;
  }
  if (pdu.ptmsi) {
    effects.push_back(Paged{gsm::Ptmsi{*pdu.ptmsi}});
    return;
  }
  auto identity = gsm::decode_mobile_identity(pdu.imsi);
  if (!identity) {
    discard(effects, to_string(identity.error()), octets);
    status(effects, BssgpCause::invalid_mandatory_information, kSignallingBvci, octets);
    return;
  }
  effects.push_back(Paged{std::move(*identity)});
}

void CellBvc::on(Effects& effects, std::uint16_t bvci, const BvcReset& pdu, ByteView octets) {
  if (pdu.bvci == kSignallingBvci) {
    transmit(effects, kSignallingBvci, BvcResetAck{kSignallingBvci, {}, {}});
    // A reset of the signalling BVC ends all others of the NSE (TS 48.018 8.4.1): ours is set up anew, unless we are
    // still before it anyway.
    if (state_ != State::resetting_signalling) {
      lost(effects, "the SGSN has reset BSSGP");
      begin(effects, State::resetting_cell);
    }
    return;
  }
  if (pdu.bvci != settings_.bvci) {
    discard(effects, "BVC-RESET of BVCI " + std::to_string(pdu.bvci), octets);
    status(effects, BssgpCause::bvci_unknown, pdu.bvci, octets);
    return;
  }
  transmit(effects, bvci, BvcResetAck{settings_.bvci, settings_.cell, {}});
  // The BVC is as new: its flow control is told again. LLC repeats what was lost, so the cell stays.
  if (state_ == State::available) {
    transmit(effects, settings_.bvci, FlowControlBvc{++flow_control_tag_});
  } else if (state_ == State::announcing_flow) {
    begin(effects, State::announcing_flow);
  }
}

void CellBvc::on(Effects& effects, std::uint16_t, const BvcResetAck& pdu, ByteView octets) {
  if (state_ == State::resetting_signalling && pdu.bvci == kSignallingBvci) {
    begin(effects, State::resetting_cell);
  } else if (state_ == State::resetting_cell && pdu.bvci == settings_.bvci) {
    effects.push_back(StopTimer{Timer::bvc_reset});
    begin(effects, State::announcing_flow);
  } else {
    discard(effects, "BVC-RESET-ACK that answers no reset of ours", octets);
  }
}

void CellBvc::on(Effects& effects, std::uint16_t, const FlowControlBvcAck& pdu, ByteView octets) {
  if (pdu.tag != flow_control_tag_ || state_ == State::resetting_signalling || state_ == State::resetting_cell) {
    discard(effects, "FLOW-CONTROL-BVC-ACK with a tag that is not outstanding", octets);
    return;
  }
  if (state_ == State::available) return;  // after a reset of the BVC by the SGSN
  effects.push_back(StopTimer{Timer::flow_control});
  enter(effects, State::available);
  CellInformation cell;
  cell.identity = settings_.cell;
  cell.decoded = {{"routing_area", settings_.cell.routing_area.to_string()},
                  {"cell", std::to_string(settings_.cell.ci)},
                  {"source", "configuration (no radio before Gb)"}};
  effects.push_back(CellAvailable{std::move(cell)});
}

void CellBvc::on(Effects& effects, std::uint16_t, const BssgpStatus& pdu, ByteView) {
  const bool concerns_us = !pdu.bvci || *pdu.bvci == settings_.bvci || *pdu.bvci == kSignallingBvci;
  const bool forgotten = pdu.cause == BssgpCause::bvci_unknown || pdu.cause == BssgpCause::bvci_blocked;
  // While something is being asked its timer repeats it; a STATUS must not make us ask faster.
  if (!concerns_us || !forgotten || state_ != State::available) return;
  lost(effects, std::string("the SGSN reports: ") + to_string(pdu.cause));
  begin(effects, State::resetting_signalling);
}

template <class Pdu>
void CellBvc::on(Effects& effects, std::uint16_t bvci, const Pdu& pdu, ByteView octets) {
  discard(effects, std::string(bssgp_pdu_name(pdu)) + " is nothing that a BSS expects", octets);
  status(effects, BssgpCause::pdu_not_compatible_with_state, bvci, octets);
}

void CellBvc::enter(Effects& effects, State state) {
  if (state_ == state) return;
  state_ = state;
  auto event = bssgp_event(trace::Kind::state, "bssgp.state", true);
  event.to = trace::Actor::none;
  event.fields.push_back({"state", to_string(state)});
  effects.push_back(std::move(event));
}

void CellBvc::begin(Effects& effects, State state) {
  enter(effects, state);
  if (state == State::announcing_flow) ++flow_control_tag_;
  ask(effects);
}

void CellBvc::ask(Effects& effects) {
  switch (state_) {
    case State::resetting_signalling:
      transmit(effects, kSignallingBvci, BvcReset{kSignallingBvci, BssgpCause::om_intervention, {}, {}});
      effects.push_back(StartTimer{Timer::bvc_reset, settings_.reset});
      break;
    case State::resetting_cell:
      transmit(effects, kSignallingBvci, BvcReset{settings_.bvci, BssgpCause::om_intervention, settings_.cell, {}});
      effects.push_back(StartTimer{Timer::bvc_reset, settings_.reset});
      break;
    case State::announcing_flow:
      // The largest values there are: one mobile, and no radio, behind this cell.
      transmit(effects, settings_.bvci, FlowControlBvc{flow_control_tag_});
      effects.push_back(StartTimer{Timer::flow_control, settings_.flow_control});
      break;
    case State::down:
    case State::available:
      break;
  }
}

void CellBvc::transmit(Effects& effects, std::uint16_t bvci, const BssgpPdu& pdu) {
  if (is_traced(pdu)) effects.push_back(pdu_event(pdu, bvci, true));
  effects.push_back(SendSdu{bvci, encode_bssgp(pdu)});
}

void CellBvc::lost(Effects& effects, const std::string& reason) {
  if (state_ == State::available) effects.push_back(CellLost{reason});
}

void CellBvc::status(Effects& effects, BssgpCause cause, std::uint16_t bvci, ByteView in_error) {
  BssgpStatus pdu;
  pdu.cause = cause;
  // BVCI is there for "BVCI unknown" and "BVCI blocked", the PDU in error for protocol errors (TS 48.018 10.4.14).
  if (cause == BssgpCause::bvci_unknown || cause == BssgpCause::bvci_blocked) {
    pdu.bvci = bvci;
  }
  pdu.pdu_in_error = Bytes(in_error.begin(), in_error.end());
  transmit(effects, kSignallingBvci, pdu);
}

void CellBvc::discard(Effects& effects, const std::string& reason, ByteView octets) {
  auto event = bssgp_event(trace::Kind::discarded, "bssgp.discarded", false);
  event.fields = {{"reason", reason}, {"octets", std::to_string(octets.size())}};
  effects.push_back(std::move(event));
}

const char* to_string(CellBvc::State state) {
  switch (state) {
    case CellBvc::State::down:
      return "down";
    case CellBvc::State::resetting_signalling:
      return "resetting the signalling BVC";
    case CellBvc::State::resetting_cell:
      return "resetting the cell's BVC";
    case CellBvc::State::announcing_flow:
      return "announcing flow control";
    case CellBvc::State::available:
      return "available";
  }
  return "?";
}

}  // namespace foothold::rf_bridge::gb

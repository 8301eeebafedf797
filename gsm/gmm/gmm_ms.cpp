// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/gmm_ms.h"

#include <utility>

#include "gsm/gmm/gmm_timing.h"

namespace foothold::gsm::gmm {

using std::chrono::milliseconds;

GmmMs::GmmMs(GmmSettings settings, Random random)
    : settings_(std::move(settings)),
      random_(std::move(random)),
      t3302_(kT3302Default),
      t3312_(kT3312Default),
      t3314_(kT3314Default) {}

Effects GmmMs::on_pdu(ByteView pdu, bool ciphered) {
  Effects out;
  const auto type = peek_type(pdu);
  if (!type) {
    trace_discarded("gmm.message", foothold::to_string(type.error()), out);
    return out;
  }
  const GmmEvent what = event_of(*type);
  if (what == GmmEvent::none) {
    trace_discarded("gmm.message", "type " + std::to_string(static_cast<unsigned>(*type)) + " is not for a mobile",
                    out);
    send_status(GmmCause::message_type_not_implemented, out);
    return out;
  }
  const std::string name = std::string("gmm.") + to_string(*type);
  // While a key is in use, what the network could have ciphered and did not may be anybody's. A network that lost our
  // context can only tell us so in the clear, though: osmo-sgsn sends such a DETACH REQUEST.
  if (ciphering_in_use() && !ciphered && may_be_ciphered(*type) && what != GmmEvent::detach_request &&
      what != GmmEvent::status) {
    trace_discarded(name, "is not ciphered while ciphering is in use", out);
    return out;
  }
  if (!accepts(state_, what)) {
    trace_discarded(name, std::string("is not expected in ") + to_string(state_), out);
    if (what != GmmEvent::status) send_status(GmmCause::message_type_not_compatible_with_state, out);
    return out;
  }
  dispatch(*type, pdu, out);
  return out;
}

// A message that cannot be understood costs that message, and a STATUS where the clause wants one (TS 24.008 8).
template <class Message, class Handler>
void GmmMs::with(ByteView pdu, Effects& out, Handler handler) {
  const auto message = decode<Message>(pdu);
  if (message) return handler(*message);
  trace_discarded(std::string("gmm.") + to_string(Message::kType), foothold::to_string(message.error()), out);
  if (message.error().answer != 0 && Message::kType != MessageType::gmm_status) {
    send_status(static_cast<GmmCause>(message.error().answer), out);
  }
}

void GmmMs::dispatch(MessageType type, ByteView pdu, Effects& out) {
  switch (type) {
    case MessageType::attach_accept:
      return with<AttachAccept>(pdu, out, [&](const auto& m) { on_attach_accept(m, out); });
    case MessageType::attach_reject:
      return with<AttachReject>(pdu, out, [&](const auto& m) { on_attach_reject(m, out); });
    case MessageType::detach_request:
      return with<MtDetachRequest>(pdu, out, [&](const auto& m) { on_detach_request(m, out); });
    case MessageType::detach_accept:
      return with<MoDetachAccept>(pdu, out, [&](const auto&) {
        trace_received(type, {}, out);
        on_detached(out);
      });
    case MessageType::routing_area_update_accept:
      return with<RoutingAreaUpdateAccept>(pdu, out, [&](const auto& m) { on_update_accept(m, out); });
    case MessageType::routing_area_update_reject:
      return with<RoutingAreaUpdateReject>(pdu, out, [&](const auto& m) { on_update_reject(m, out); });
    case MessageType::ptmsi_reallocation_command:
      return with<PtmsiReallocationCommand>(pdu, out, [&](const auto& m) { on_ptmsi_reallocation(m, out); });
    case MessageType::authentication_and_ciphering_request:
      return with<AuthenticationAndCipheringRequest>(pdu, out,
                                                     [&](const auto& m) { on_authentication_request(m, out); });
    case MessageType::authentication_and_ciphering_reject:
      return with<AuthenticationAndCipheringReject>(pdu, out, [&](const auto&) { on_authentication_reject(out); });
    case MessageType::identity_request:
      return with<IdentityRequest>(pdu, out, [&](const auto& m) { on_identity_request(m, out); });
    case MessageType::gmm_status:
      return with<GmmStatus>(pdu, out, [&](const auto& m) {
        trace_received(
            type, {{"cause", std::to_string(static_cast<unsigned>(m.cause))}, {"reason", to_string(m.cause)}}, out);
      });
    case MessageType::gmm_information:
      return with<GmmInformation>(pdu, out, [&](const auto&) { trace_received(type, {}, out); });
    default:
      return;  // on_pdu() lets no other through
  }
}

Effects GmmMs::on_timer(GmmTimer timer) {
  Effects out;
  if (!running(timer)) {  // it was stopped after the adapter had queued the expiry
    trace_discarded("gmm.timer", std::string(to_string(timer)) + " does not run", out);
    return out;
  }
  running_[static_cast<std::size_t>(timer)] = false;
  trace_here(trace::Kind::note, "gmm.timer_expired", {{"timer", to_string(timer)}}, out);
  switch (timer) {
    case GmmTimer::t3310:
      if (sent_ < kMaxTransmissions) {
        send_attach_request(out);
      } else {
        on_attach_attempt_failed(std::nullopt, "no answer to ATTACH REQUEST", out);
      }
      break;
    case GmmTimer::t3302:
      attempts_ = 0;
      [[fallthrough]];
    case GmmTimer::t3311:
      if (!cell_) {  // on_cell_available() goes on
        update_overdue_ = state_ == GmmState::registered;
        break;
      }
      if (state_ == GmmState::deregistered && attach_wanted_) begin_attach(out);
      if (state_ == GmmState::registered) begin_update(update_type_, out);
      break;
    case GmmTimer::t3312:
      if (state_ != GmmState::registered) break;  // an update is under way, or the end
      if (cell_) {
        attempts_ = 0;
        begin_update(UpdateType::periodic, out);
      } else {
        update_overdue_ = true;
      }
      break;
    case GmmTimer::t3314:
      // READY ends, STANDBY begins; only in STANDBY does the periodic update timer run (4.7.2.2).
      if (t3312_) start(GmmTimer::t3312, *t3312_, out);
      break;
    case GmmTimer::t3316:
      answered_.reset();
      break;
    case GmmTimer::t3318:
    case GmmTimer::t3320:
      on_network_not_genuine(out);
      break;
    case GmmTimer::t3321:
      if (sent_ < kMaxTransmissions) {
        send_detach_request(false, out);
      } else {
        on_detached(out);  // 4.7.4.1.4 b: detached locally
      }
      break;
    case GmmTimer::t3330:
      if (sent_ < kMaxTransmissions) {
        send_update_request(out);
      } else {
        on_update_attempt_failed(std::nullopt, out);
      }
      break;
  }
  return out;
}

Effects GmmMs::on_uplink_llc_pdu() {
  Effects out;
  restart_ready(out);
  return out;
}

Effects GmmMs::on_cell_available(const RoutingArea& area) {
  Effects out;
  const bool moved = !cell_ || *cell_ != area;
  cell_ = area;
  switch (state_) {
    case GmmState::deregistered:
      if (substate_ == GmmSubstate::no_cell_available) enter(state_, GmmSubstate::normal_service, out);
      // A new area resets the attempt counter (4.7.3.1.5); in the old one a pause is a pause.
      if (attach_wanted_ && (moved || (!running(GmmTimer::t3311) && !running(GmmTimer::t3302)))) {
        if (moved) attempts_ = 0;
        begin_attach(out);
      }
      break;
    case GmmState::registered_initiated:
      if (moved) begin_attach(out);  // 4.7.3.1.5 e
      break;
    case GmmState::registered:
      if (moved) attempts_ = 0;
      if (in_registered_area() ? update_overdue_ : moved) {
        begin_update(in_registered_area() ? UpdateType::periodic : UpdateType::ra, out);
      } else if (substate_ == GmmSubstate::no_cell_available) {
        enter(state_, GmmSubstate::normal_service, out);
      }
      break;
    case GmmState::routing_area_updating_initiated:
      if (moved) begin_update(UpdateType::ra, out);  // 4.7.5.1.5 e
      break;
    case GmmState::deregistered_initiated:
      break;
  }
  return out;
}

Effects GmmMs::on_cell_lost() {
  Effects out;
  cell_.reset();
  switch (state_) {
    case GmmState::deregistered:
      if (substate_ != GmmSubstate::no_imsi) enter(state_, GmmSubstate::no_cell_available, out);
      break;
    case GmmState::registered_initiated:  // 4.7.3.1.5 b; attach_wanted_ stays, the next cell is tried
      leave_network(GmmSubstate::no_cell_available, out);
      break;
    case GmmState::registered:
      // The SGSN may be lost with the cell, and would tell us only when we send: so we ask as soon as there is a cell
      // again. The specification asks for it only where T3312 ran out meanwhile (4.7.2.2); a sooner update harms
      // nobody.
      update_overdue_ = true;
      enter(state_, GmmSubstate::no_cell_available, out);
      break;
    case GmmState::routing_area_updating_initiated:
      stop(GmmTimer::t3330, out);
      update_overdue_ = true;
      enter(GmmState::registered, GmmSubstate::no_cell_available, out);
      break;
    case GmmState::deregistered_initiated:
      on_detached(out);  // 4.7.4.1.4 a
      break;
  }
  return out;
}

void GmmMs::send_pdu(MessageType type, Bytes pdu, std::vector<trace::Field> fields, Effects& out) {
  auto sent = event(trace::Kind::sent, std::string("gmm.") + to_string(type), std::move(fields));
  sent.to = trace::Actor::sgsn;
  out.emplace_back(l3::Trace{std::move(sent)});
  out.emplace_back(l3::SendPdu{l3::kLlgmmSapi, std::move(pdu), may_be_ciphered(type)});
  restart_ready(out);
}

void GmmMs::send_status(GmmCause cause, Effects& out) {
  if (!tlli_) return;  // no logical link to send it on
  send(GmmStatus{cause}, out, {{"cause", std::to_string(static_cast<unsigned>(cause))}, {"reason", to_string(cause)}});
}

void GmmMs::enter(GmmState next, GmmSubstate substate, Effects& out) {
  if (next == state_ && substate == substate_) return;
  if (next != state_ && !may_become(state_, next)) {  // a mistake in this class; seen by the tests, not by the network
    trace_discarded("gmm.state", std::string(to_string(state_)) + " may not become " + to_string(next), out);
    return;
  }
  trace_here(trace::Kind::state, "gmm.state",
             {{"from", to_string(state_)}, {"to", to_string(next)}, {"substate", to_string(substate)}}, out);
  state_ = next;
  substate_ = substate;
}

void GmmMs::start(GmmTimer timer, milliseconds duration, Effects& out) {
  running_[static_cast<std::size_t>(timer)] = true;
  out.emplace_back(StartTimer{timer, duration});
}

void GmmMs::stop(GmmTimer timer, Effects& out) {
  if (!running(timer)) return;
  running_[static_cast<std::size_t>(timer)] = false;
  out.emplace_back(StopTimer{timer});
}

void GmmMs::assign_tlli(std::optional<Tlli> next, Effects& out) {
  if (tlli_ == next) return;
  out.emplace_back(AssignTlli{tlli_, next});
  tlli_ = next;
}

void GmmMs::set_ciphering(std::uint8_t gea, Effects& out) {
  gea_ = gea;
  out.emplace_back(SetCiphering{gea, gea != 0 ? keys_ : std::nullopt});
}

// READY begins anew with each LLC PDU sent (4.7.2.1).
void GmmMs::restart_ready(Effects& out) {
  if (state_ != GmmState::registered && state_ != GmmState::routing_area_updating_initiated) return;
  if (t3314_ && *t3314_ == milliseconds(0)) {  // always STANDBY
    if (t3312_ && !running(GmmTimer::t3312)) start(GmmTimer::t3312, *t3312_, out);
    return;
  }
  stop(GmmTimer::t3312, out);
  if (t3314_) start(GmmTimer::t3314, *t3314_, out);
}

// "Delete any RAI, P-TMSI, P-TMSI signature and GPRS ciphering key sequence number".
void GmmMs::forget_registration() {
  ptmsi_.reset();
  ptmsi_signature_.reset();
  area_.reset();
  cksn_ = kNoCksn;
  keys_.reset();
  context_gea_ = 0;
}

// Without a valid one: "deleted" (TS 23.003 4.2 and TS 24.008 10.5.5.15: LAC FFFE), in the network we are in.
RoutingArea GmmMs::old_routing_area() const {
  if (area_) return *area_;
  return RoutingArea{cell_ ? cell_->plmn : Plmn{}, 0xfffe, 0xff};
}

std::optional<GmmTimer> GmmMs::procedure_timer() const {
  switch (state_) {
    case GmmState::registered_initiated:
      return GmmTimer::t3310;
    case GmmState::deregistered_initiated:
      return GmmTimer::t3321;
    case GmmState::routing_area_updating_initiated:
      return GmmTimer::t3330;
    default:
      return std::nullopt;
  }
}

void GmmMs::leave_network(GmmSubstate substate, Effects& out) {
  for (std::size_t i = 0; i < kGmmTimers; ++i) stop(static_cast<GmmTimer>(i), out);
  challenge_.reset();
  answered_.reset();
  consecutive_failures_ = 0;
  procedure_timer_held_ = false;
  update_overdue_ = false;
  gea_ = 0;
  assign_tlli(std::nullopt, out);
  if (!cell_ && substate != GmmSubstate::no_imsi) substate = GmmSubstate::no_cell_available;
  enter(GmmState::deregistered, substate, out);
}

void GmmMs::end_registration(std::optional<GmmCause> cause, std::string reason, GmmSubstate substate, Effects& out) {
  const GmmState was = state_;
  attach_wanted_ = false;
  leave_network(substate, out);
  if (was == GmmState::registered_initiated) {
    trace_here(trace::Kind::failure, "gmm.attach_failed",
               {{"cause", cause ? std::to_string(static_cast<unsigned>(*cause)) : ""}, {"reason", reason}}, out);
    out.emplace_back(AttachFailed{cause, std::move(reason), std::nullopt});
  } else if (was == GmmState::deregistered_initiated) {
    out.emplace_back(DetachConfirm{});
  } else {
    out.emplace_back(DetachIndication{cause, std::move(reason), false});
  }
}

trace::Event GmmMs::event(trace::Kind kind, std::string name, std::vector<trace::Field> fields) const {
  trace::Event event;
  event.device = settings_.device;
  event.from = trace::Actor::m2me;
  event.layer = trace::Layer::gmm;
  event.kind = kind;
  event.name = std::move(name);
  event.fields = std::move(fields);
  return event;
}

void GmmMs::trace_received(MessageType type, std::vector<trace::Field> fields, Effects& out) const {
  auto received = event(trace::Kind::received, std::string("gmm.") + to_string(type), std::move(fields));
  received.from = trace::Actor::sgsn;
  received.to = trace::Actor::m2me;
  out.emplace_back(l3::Trace{std::move(received)});
}

void GmmMs::trace_here(trace::Kind kind, std::string name, std::vector<trace::Field> fields, Effects& out) const {
  out.emplace_back(l3::Trace{event(kind, std::move(name), std::move(fields))});
}

void GmmMs::trace_discarded(std::string name, std::string reason, Effects& out) const {
  trace_here(trace::Kind::discarded, std::move(name), {{"reason", std::move(reason)}}, out);
}

const char* to_string(GmmTimer timer) {
  static constexpr std::array<const char*, kGmmTimers> kNames{"T3302", "T3310", "T3311", "T3312", "T3314",
                                                              "T3316", "T3318", "T3320", "T3321", "T3330"};
  return kNames[static_cast<std::size_t>(timer)];
}

}  // namespace foothold::gsm::gmm

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Routing area updating (TS 24.008 4.7.5.1) and P-TMSI reallocation (4.7.6) in the mobile.
#include "gsm/gmm/gmm_ms.h"
#include "gsm/gmm/gmm_timing.h"

namespace foothold::gsm::gmm {

Effects GmmMs::update() {
  Effects out;
  if (state_ != GmmState::registered || !cell_) return out;
  attempts_ = 0;
  begin_update(in_registered_area() ? UpdateType::periodic : UpdateType::ra, out);
  return out;
}

void GmmMs::begin_update(UpdateType type, Effects& out) {
  stop(GmmTimer::t3302, out);
  stop(GmmTimer::t3311, out);
  stop(GmmTimer::t3330, out);
  update_type_ = type;
  update_overdue_ = false;
  sent_ = 0;
  enter(GmmState::routing_area_updating_initiated, GmmSubstate::normal_service, out);
  if (ptmsi_) assign_tlli(in_registered_area() ? Tlli::local(*ptmsi_) : Tlli::foreign(*ptmsi_), out);
  send_update_request(out);
}

void GmmMs::send_update_request(Effects& out) {
  RoutingAreaUpdateRequest request;
  request.update_type = update_type_;
  request.cksn = cksn_;
  request.old_routing_area = old_routing_area();
  request.ms_ra_capability = settings_.ms_ra_capability;
  request.old_ptmsi_signature = ptmsi_signature_;
  request.drx_parameter = settings_.drx_parameter;
  request.ms_network_capability = settings_.ms_network_capability;
  ++sent_;
  send(request, out,
       {{"imsi", settings_.imsi.digits()},
        {"update_type", std::to_string(static_cast<unsigned>(update_type_))},
        {"transmission", std::to_string(sent_)}});
  start(GmmTimer::t3330, kT3330, out);
}

void GmmMs::on_update_accept(const RoutingAreaUpdateAccept& accept, Effects& out) {
  stop(GmmTimer::t3330, out);
  stop(GmmTimer::t3318, out);
  stop(GmmTimer::t3320, out);
  attempts_ = 0;
  consecutive_failures_ = 0;
  procedure_timer_held_ = false;
  area_ = accept.routing_area;
  take_timers(accept.periodic_ra_update_timer, accept.negotiated_ready_timer, accept.t3302);
  ptmsi_signature_ = accept.ptmsi_signature;
  if (accept.allocated_ptmsi) ptmsi_ = accept.allocated_ptmsi;
  trace_received(MessageType::routing_area_update_accept,
                 {{"imsi", settings_.imsi.digits()},
                  {"ptmsi", ptmsi_ ? ptmsi_->to_string() : ""},
                  {"routing_area", area_->to_string()}},
                 out);
  if (ptmsi_) assign_tlli(Tlli::local(*ptmsi_), out);
  enter(GmmState::registered, GmmSubstate::normal_service, out);
  // The list of N-PDU numbers concerns acknowledged LLC, which our mobile does not use.
  if (accept.allocated_ptmsi || accept.receive_npdu_numbers) {
    send(RoutingAreaUpdateComplete{}, out);
  } else {
    restart_ready(out);
  }
  out.emplace_back(UpdateConfirm{accept.pdp_context_status});
}

void GmmMs::on_update_reject(const RoutingAreaUpdateReject& reject, Effects& out) {
  const std::string reason = to_string(reject.cause);
  auto received = event(trace::Kind::failure, "gmm.routing_area_update_reject",
                        {{"imsi", settings_.imsi.digits()},
                         {"cause", std::to_string(static_cast<unsigned>(reject.cause))},
                         {"reason", reason}});
  received.from = trace::Actor::sgsn;
  received.to = trace::Actor::m2me;
  out.emplace_back(l3::Trace{std::move(received)});
  stop(GmmTimer::t3330, out);

  switch (reject.cause) {
    case GmmCause::ms_identity_cannot_be_derived:  // 4.7.5.1.4: then attach automatically
      forget_registration();
      return reattach(reject.cause, reason, out);
    case GmmCause::implicitly_detached:
      return reattach(reject.cause, reason, out);
    case GmmCause::roaming_not_allowed_in_location_area:
    case GmmCause::no_suitable_cells_in_location_area:
      attempts_ = 0;
      return enter(GmmState::registered, GmmSubstate::limited_service, out);
    default:
      break;
  }
  if (const auto* refusal = permanent_refusal(reject.cause)) {
    apply(*refusal);
    return end_registration(reject.cause, reason, refusal->substate, out);
  }
  if (reject.t3302) t3302_ = reject.t3302->duration();
  on_update_attempt_failed(reject.cause, out);
}

// Abnormal cases c and d of 4.7.5.1.5. The mobile stays registered.
void GmmMs::on_update_attempt_failed(std::optional<GmmCause> cause, Effects& out) {
  const unsigned value = cause ? static_cast<unsigned>(*cause) : 0;
  const bool request_was_wrong = value == 95 || value == 96 || value == 97 || value == 99 || value == 111;
  attempts_ = request_was_wrong ? kMaxAttempts : attempts_ + 1;
  enter(GmmState::registered, GmmSubstate::attempting_to_update, out);
  trace_here(trace::Kind::failure, "gmm.routing_area_update_failed",
             {{"cause", cause ? std::to_string(value) : ""},
              {"reason", cause ? to_string(*cause) : "no answer to ROUTING AREA UPDATE REQUEST"}},
             out);
  if (attempts_ < kMaxAttempts) {
    start(GmmTimer::t3311, kT3311, out);
  } else if (t3302_) {
    start(GmmTimer::t3302, *t3302_, out);
  }
}

void GmmMs::on_ptmsi_reallocation(const PtmsiReallocationCommand& command, Effects& out) {
  trace_received(MessageType::ptmsi_reallocation_command, {{"ptmsi", command.allocated_ptmsi.to_string()}}, out);
  ptmsi_ = command.allocated_ptmsi;
  ptmsi_signature_ = command.ptmsi_signature;
  area_ = command.routing_area;
  assign_tlli(Tlli::local(*ptmsi_), out);
  send(PtmsiReallocationComplete{}, out);
}

// The network lost or dropped us, and we attach again by ourselves.
void GmmMs::reattach(std::optional<GmmCause> cause, std::string reason, Effects& out) {
  leave_network(GmmSubstate::normal_service, out);
  attach_wanted_ = true;
  attempts_ = 0;
  out.emplace_back(DetachIndication{cause, std::move(reason), true});
  if (cell_) begin_attach(out);
}

void GmmMs::take_timers(l3::GprsTimer periodic, const std::optional<l3::GprsTimer>& ready,
                        const std::optional<l3::GprsTimer>& t3302) {
  t3312_ = periodic.duration();
  if (t3312_ && t3312_->count() == 0) t3312_.reset();  // 10.5.7.3 is silent on 0; an endless loop of updates is no use
  t3314_ = ready ? ready->duration() : std::optional<std::chrono::milliseconds>(kT3314Default);
  t3302_ = t3302 ? t3302->duration() : std::optional<std::chrono::milliseconds>(kT3302Default);
}

}  // namespace foothold::gsm::gmm

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The GPRS detach procedure in the mobile, from both sides (TS 24.008 4.7.4).
#include "gsm/gmm/gmm_ms.h"
#include "gsm/gmm/gmm_timing.h"

namespace foothold::gsm::gmm {

Effects GmmMs::detach(bool power_off) {
  Effects out;
  attach_wanted_ = false;
  if (state_ == GmmState::deregistered) {
    leave_network(substate_ == GmmSubstate::no_imsi ? substate_ : GmmSubstate::normal_service, out);
    out.emplace_back(DetachConfirm{});
    return out;
  }
  // Nothing else may begin from here on.
  for (const auto timer :
       {GmmTimer::t3302, GmmTimer::t3310, GmmTimer::t3311, GmmTimer::t3312, GmmTimer::t3314, GmmTimer::t3330}) {
    stop(timer, out);
  }
  sent_ = 0;
  if (power_off) {
    send_detach_request(true, out);
    on_detached(out);
  } else if (state_ != GmmState::deregistered_initiated) {
    enter(GmmState::deregistered_initiated, GmmSubstate::normal_service, out);
    send_detach_request(false, out);
  }
  return out;
}

void GmmMs::send_detach_request(bool power_off, Effects& out) {
  MoDetachRequest request;
  if (power_off) request.type |= MoDetachRequest::kPowerOff;
  request.ptmsi = ptmsi_;
  request.ptmsi_signature = ptmsi_signature_;
  ++sent_;
  send(request, out,
       {{"imsi", settings_.imsi.digits()},
        {"power_off", power_off ? "true" : "false"},
        {"transmission", std::to_string(sent_)}});
  if (!power_off) start(GmmTimer::t3321, kT3321, out);
}

void GmmMs::on_detached(Effects& out) {
  leave_network(GmmSubstate::normal_service, out);
  out.emplace_back(DetachConfirm{});
}

void GmmMs::on_detach_request(const MtDetachRequest& request, Effects& out) {
  std::vector<trace::Field> fields{{"type", std::to_string(static_cast<unsigned>(request.type))}};
  if (request.cause) {
    fields.push_back({"cause", std::to_string(static_cast<unsigned>(*request.cause))});
    fields.push_back({"reason", to_string(*request.cause)});
  }
  trace_received(MessageType::detach_request, std::move(fields), out);

  const bool reattach_required = request.type == MtDetachType::reattach_required;
  // 4.7.3.1.5 f: our attach is under way, which is what the network asks for.
  if (state_ == GmmState::registered_initiated && reattach_required) return;

  send(MtDetachAccept{}, out);
  if (request.type == MtDetachType::imsi_detach) return;  // of circuit switched services, which we do not use
  const std::string reason = request.cause ? to_string(*request.cause) : "detached by the network";
  if (state_ == GmmState::deregistered_initiated) return;  // 4.7.4.1.4 c: ours goes on
  if (reattach_required) return reattach(request.cause, reason, out);

  GmmSubstate substate = GmmSubstate::normal_service;
  if (const auto* refusal = request.cause ? permanent_refusal(*request.cause) : nullptr) {
    apply(*refusal);
    substate = refusal->substate;
  }
  end_registration(request.cause, reason, substate, out);
}

}  // namespace foothold::gsm::gmm

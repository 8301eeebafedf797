// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The GPRS attach procedure of the mobile (TS 24.008 4.7.3.1).
#include <algorithm>
#include <array>

#include "gsm/gmm/gmm_ms.h"
#include "gsm/gmm/gmm_timing.h"

namespace foothold::gsm::gmm {

using std::chrono::milliseconds;

Effects GmmMs::attach() {
  Effects out;
  if (!accepts(state_, GmmEvent::attach_wanted)) {
    trace_discarded("gmm.attach", std::string("is not possible in ") + to_string(state_), out);
    return out;
  }
  if (subscription_invalid_) {
    const std::string reason = "the network declared this subscription invalid; another one is needed";
    trace_here(trace::Kind::failure, "gmm.attach_failed", {{"cause", ""}, {"reason", reason}}, out);
    out.emplace_back(AttachFailed{std::nullopt, reason, std::nullopt});
    return out;
  }
  attach_wanted_ = true;
  attempts_ = 0;
  if (cell_) begin_attach(out);
  return out;
}

void GmmMs::begin_attach(Effects& out) {
  stop(GmmTimer::t3302, out);
  stop(GmmTimer::t3310, out);
  stop(GmmTimer::t3311, out);
  challenge_.reset();
  procedure_timer_held_ = false;
  sent_ = 0;
  enter(GmmState::registered_initiated, GmmSubstate::normal_service, out);

  // TLLI: from the P-TMSI, local where it was allotted and foreign elsewhere, else random (4.7.1.4.1, 23.003 2.6).
  const Tlli tlli = !ptmsi_                ? Tlli::random(random_())
                    : in_registered_area() ? Tlli::local(*ptmsi_)
                                           : Tlli::foreign(*ptmsi_);
  assign_tlli(tlli, out);
  // A network that still knows our key may skip authentication and answer with ATTACH ACCEPT ciphered by it
  // (osmo-sgsn does). What may not be ciphered goes in the clear whatever is set here.
  set_ciphering(cksn_ != kNoCksn && keys_ ? context_gea_ : std::uint8_t{0}, out);
  send_attach_request(out);
}

void GmmMs::send_attach_request(Effects& out) {
  AttachRequest request;
  request.ms_network_capability = settings_.ms_network_capability;
  request.cksn = cksn_;
  request.drx_parameter = settings_.drx_parameter;
  request.identity = ptmsi_ ? MobileIdentity(*ptmsi_) : MobileIdentity(settings_.imsi);
  request.old_routing_area = old_routing_area();
  request.ms_ra_capability = settings_.ms_ra_capability;
  request.old_ptmsi_signature = ptmsi_signature_;
  ++sent_;
  send(request, out,
       {{"imsi", settings_.imsi.digits()},
        {"identity", foothold::gsm::to_string(request.identity)},
        {"tlli", tlli_ ? tlli_->to_string() : ""},
        {"transmission", std::to_string(sent_)}});
  start(GmmTimer::t3310, kT3310, out);
}

void GmmMs::on_attach_accept(const AttachAccept& accept, Effects& out) {
  if (state_ == GmmState::registered) {
    // The network repeats it because our ATTACH COMPLETE was lost (4.7.3.1.6 d): complete again, change nothing.
    trace_received(MessageType::attach_accept, {{"imsi", settings_.imsi.digits()}, {"repeated", "true"}}, out);
    if (accept.allocated_ptmsi && accept.allocated_ptmsi == ptmsi_) send(AttachComplete{}, out);
    return;
  }
  if (settings_.usim && settings_.require_umts_aka && !(keys_ && keys_->umts)) {
    // 24.008 lets the network skip authentication; then it has proved nothing (H9).
    trace_here(trace::Kind::failure, "gmm.authentication_failed",
               {{"cause", "skipped"}, {"weakness", "H9"}, {"reason", "ATTACH ACCEPT without any UMTS authentication"}},
               out);
    return end_registration(std::nullopt, "the network attached us without proving itself",
                            GmmSubstate::limited_service, out);
  }
  stop(GmmTimer::t3310, out);
  stop(GmmTimer::t3318, out);
  stop(GmmTimer::t3320, out);
  attempts_ = 0;
  consecutive_failures_ = 0;
  area_ = accept.routing_area;
  take_timers(accept.periodic_ra_update_timer, accept.negotiated_ready_timer, accept.t3302);
  ptmsi_signature_ = accept.ptmsi_signature;
  if (accept.allocated_ptmsi) ptmsi_ = accept.allocated_ptmsi;
  trace_received(MessageType::attach_accept,
                 {{"imsi", settings_.imsi.digits()},
                  {"ptmsi", ptmsi_ ? ptmsi_->to_string() : ""},
                  {"routing_area", area_->to_string()},
                  {"gea", std::to_string(gea_)}},
                 out);
  if (ptmsi_) assign_tlli(Tlli::local(*ptmsi_), out);
  enter(GmmState::registered, GmmSubstate::normal_service, out);
  if (accept.allocated_ptmsi) {
    send(AttachComplete{}, out);
  } else {
    restart_ready(out);
  }
  out.emplace_back(AttachConfirm{*area_, ptmsi_});
}

void GmmMs::on_attach_reject(const AttachReject& reject, Effects& out) {
  // Of the network's doing, and told apart from our own giving up (gmm.attach_failed).
  auto received = event(trace::Kind::failure, "gmm.attach_reject",
                        {{"imsi", settings_.imsi.digits()},
                         {"cause", std::to_string(static_cast<unsigned>(reject.cause))},
                         {"reason", to_string(reject.cause)}});
  received.from = trace::Actor::sgsn;
  received.to = trace::Actor::m2me;
  out.emplace_back(l3::Trace{std::move(received)});

  if (const auto* refusal = permanent_refusal(reject.cause)) {
    apply(*refusal);
    attempts_ = 0;
    return end_registration(reject.cause, to_string(reject.cause), refusal->substate, out);
  }
  if (reject.t3302) t3302_ = reject.t3302->duration();
  on_attach_attempt_failed(reject.cause, to_string(reject.cause), out);
}

// Abnormal cases c and d of 4.7.3.1.5.
void GmmMs::on_attach_attempt_failed(std::optional<GmmCause> cause, std::string reason, Effects& out) {
  leave_network(GmmSubstate::attempting_to_attach, out);
  const unsigned value = cause ? static_cast<unsigned>(*cause) : 0;
  // These say that our request was wrong: repeating it soon is of no use.
  const bool request_was_wrong = value == 95 || value == 96 || value == 97 || value == 99 || value == 111;
  attempts_ = request_was_wrong ? kMaxAttempts : attempts_ + 1;

  std::optional<milliseconds> retry_after;
  if (attempts_ < kMaxAttempts) {
    retry_after = kT3311;
    if (cause == GmmCause::network_failure && settings_.network_failure_pause.count() > 0) {
      retry_after = std::min(settings_.network_failure_pause * (1 << (attempts_ - 1)), kT3311);
    }
    start(GmmTimer::t3311, *retry_after, out);
    trace_here(trace::Kind::note, "gmm.attach_retry",
               {{"reason", reason}, {"after_ms", std::to_string(retry_after->count())}}, out);
  } else {
    forget_registration();
    retry_after = t3302_;
    if (t3302_) start(GmmTimer::t3302, *t3302_, out);
    trace_here(trace::Kind::failure, "gmm.attach_failed",
               {{"cause", cause ? std::to_string(value) : ""}, {"reason", reason}}, out);
  }
  out.emplace_back(AttachFailed{cause, std::move(reason), retry_after});
}

const GmmMs::Refusal* GmmMs::permanent_refusal(GmmCause cause) {
  // 4.7.3.1.4 and 4.7.5.1.4. All of them delete RAI, P-TMSI, its signature and the key.
  static constexpr std::array<Refusal, 9> kTable{{
      {GmmCause::illegal_ms, GmmSubstate::no_imsi, true},
      {GmmCause::illegal_me, GmmSubstate::no_imsi, true},
      {GmmCause::gprs_services_not_allowed, GmmSubstate::no_imsi, true},
      {GmmCause::gprs_and_non_gprs_services_not_allowed, GmmSubstate::no_imsi, true},
      {GmmCause::plmn_not_allowed, GmmSubstate::plmn_search, false},
      {GmmCause::location_area_not_allowed, GmmSubstate::limited_service, false},
      {GmmCause::roaming_not_allowed_in_location_area, GmmSubstate::plmn_search, false},
      {GmmCause::gprs_services_not_allowed_in_plmn, GmmSubstate::plmn_search, false},
      {GmmCause::no_suitable_cells_in_location_area, GmmSubstate::limited_service, false},
  }};
  const auto found = std::find_if(kTable.begin(), kTable.end(), [&](const auto& row) { return row.cause == cause; });
  return found == kTable.end() ? nullptr : &*found;
}

void GmmMs::apply(const Refusal& refusal) {
  forget_registration();
  if (refusal.subscription_invalid) subscription_invalid_ = true;
}

}  // namespace foothold::gsm::gmm

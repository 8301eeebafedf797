// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Authentication and ciphering (TS 24.008 4.7.7) and identification (4.7.8) in the mobile.
#include <algorithm>

#include "gsm/gmm/gmm_ms.h"
#include "gsm/gmm/gmm_timing.h"

namespace foothold::gsm::gmm {

namespace {

constexpr unsigned kMaxConsecutiveFailures = 3;  // 4.7.7.6.1

std::chrono::milliseconds duration_of(GmmTimer timer) {
  switch (timer) {
    case GmmTimer::t3321:
      return kT3321;
    case GmmTimer::t3330:
      return kT3330;
    default:
      return kT3310;
  }
}

}  // namespace

void GmmMs::on_authentication_request(const AuthenticationAndCipheringRequest& request, Effects& out) {
  const std::uint8_t gea = request.ciphering_algorithm & 7;  // bit 4 is spare (10.5.5.3)
  trace_received(MessageType::authentication_and_ciphering_request,
                 {{"gea", std::to_string(gea)}, {"autn", request.autn ? "present" : "absent"}}, out);
  if (!settings_.ms_network_capability.supports_gea(gea)) {
    return send_status(GmmCause::protocol_error_unspecified, out);
  }
  stop(GmmTimer::t3318, out);
  stop(GmmTimer::t3320, out);

  if (!request.rand) {  // only the algorithm is set
    if (gea != 0 && !keys_) return send_status(GmmCause::conditional_ie_error, out);
    AuthenticationAndCipheringResponse response;
    response.reference_number = request.reference_number;
    if (request.imeisv_request == 1) response.imeisv = settings_.imeisv;
    send(response, out);
    context_gea_ = gea;
    set_ciphering(gea, out);
    return resume_procedure_timer(out);
  }
  if (!request.cksn) return send_status(GmmCause::conditional_ie_error, out);  // 9.4.9.2
  if (settings_.usim && settings_.require_umts_aka && !request.autn) {
    return fail_authentication(GmmCause::gsm_authentication_unacceptable, std::nullopt, "no_autn", out);
  }
  ask_sim(request, out);
}

void GmmMs::ask_sim(const AuthenticationAndCipheringRequest& request, Effects& out) {
  // A SIM knows no AUTN.
  const bool umts = settings_.usim && request.autn.has_value();
  const Challenge challenge{
      next_challenge_id_++, request.reference_number,    static_cast<std::uint8_t>(request.ciphering_algorithm & 7),
      *request.cksn,        request.imeisv_request == 1, umts,
      *request.rand};
  // A repeated challenge is answered from memory: the USIM would take it for a replay (4.7.7.2).
  if (answered_ && answered_->rand == challenge.rand && answered_->umts == umts) {
    context_gea_ = challenge.gea;
    cksn_ = challenge.cksn;
    answer(challenge, *answered_, out);
    return resume_procedure_timer(out);
  }
  // The same challenge may also come again while the USIM still works on it.
  if (challenge_ && challenge_->rand == challenge.rand && challenge_->umts == umts) {
    const auto id = challenge_->id;
    challenge_ = challenge;
    challenge_->id = id;
    return;
  }
  challenge_ = challenge;
  out.emplace_back(AuthenticateRequest{challenge.id, challenge.rand, umts ? request.autn : std::nullopt});
}

Effects GmmMs::on_authenticate_response(std::uint32_t id, const AuthenticateOutcome& outcome) {
  Effects out;
  if (!challenge_ || challenge_->id != id) {
    trace_discarded("gmm.authenticate_response", "answers no open challenge", out);
    return out;
  }
  const Challenge challenge = *challenge_;
  challenge_.reset();
  if (const auto* authenticated = std::get_if<Authenticated>(&outcome)) {
    on_authenticated(challenge, *authenticated, out);
  } else if (const auto* synch = std::get_if<SynchFailure>(&outcome)) {
    fail_authentication(GmmCause::synch_failure, synch->auts, "sync", out);
  } else if (std::holds_alternative<MacFailure>(outcome)) {
    fail_authentication(GmmCause::mac_failure, std::nullopt, "mac", out);
  } else if (const auto* unavailable = std::get_if<SimUnavailable>(&outcome)) {
    // Nothing to say to the network; it repeats its challenge, and gives up in the end (T3360).
    trace_here(trace::Kind::failure, "gmm.authentication_failed", {{"cause", "usim"}, {"reason", unavailable->reason}},
               out);
  }
  return out;
}

void GmmMs::on_authenticated(const Challenge& challenge, const Authenticated& outcome, Effects& out) {
  const std::size_t length = outcome.res.size();
  if (length < 4 || length > (challenge.umts ? 16U : 4U)) {  // 10.5.3.2, 10.5.3.2.1
    return trace_here(trace::Kind::failure, "gmm.authentication_failed",
                      {{"cause", "usim"}, {"reason", "RES has " + std::to_string(length) + " octets"}}, out);
  }
  consecutive_failures_ = 0;
  keys_ = outcome.keys;
  cksn_ = challenge.cksn;
  context_gea_ = challenge.gea;
  answered_ = Answered{challenge.rand, outcome.res, challenge.umts};
  answer(challenge, *answered_, out);
  resume_procedure_timer(out);
}

void GmmMs::answer(const Challenge& challenge, const Answered& answered, Effects& out) {
  AuthenticationAndCipheringResponse response;
  response.reference_number = challenge.reference_number;
  response.res.emplace();
  std::copy_n(answered.res.begin(), response.res->size(), response.res->begin());
  if (answered.res.size() > response.res->size()) {
    response.res_extension = Bytes(answered.res.begin() + 4, answered.res.end());
  }
  if (challenge.imeisv_requested) response.imeisv = settings_.imeisv;
  send(response, out, {{"gea", std::to_string(challenge.gea)}, {"aka", answered.umts ? "umts" : "gsm"}});
  start(GmmTimer::t3316, kT3316, out);
  // From the next frame on, in both directions (4.7.7.2; TS 43.020 D.4.5).
  set_ciphering(challenge.gea, out);
}

void GmmMs::fail_authentication(GmmCause cause, std::optional<Auts> auts, std::string cause_name, Effects& out) {
  ++consecutive_failures_;
  std::vector<trace::Field> fields{{"cause", std::move(cause_name)}, {"reason", to_string(cause)}};
  if (cause == GmmCause::gsm_authentication_unacceptable) fields.push_back({"weakness", "H9"});
  trace_here(trace::Kind::failure, "gmm.authentication_failed", std::move(fields), out);
  send(AuthenticationAndCipheringFailure{cause, auts}, out,
       {{"cause", std::to_string(static_cast<unsigned>(cause))}, {"reason", to_string(cause)}});

  // The retransmission timer of the procedure around it rests until the network has answered (4.7.7.6 f, g).
  if (const auto timer = procedure_timer(); timer && running(*timer)) {
    stop(*timer, out);
    procedure_timer_held_ = true;
  }
  if (consecutive_failures_ >= kMaxConsecutiveFailures) return on_network_not_genuine(out);
  if (cause == GmmCause::synch_failure) {
    start(GmmTimer::t3320, kT3320, out);
  } else {
    start(GmmTimer::t3318, kT3318, out);
  }
}

void GmmMs::resume_procedure_timer(Effects& out) {
  if (!procedure_timer_held_) return;
  procedure_timer_held_ = false;
  if (const auto timer = procedure_timer()) start(*timer, duration_of(*timer), out);
}

// 4.7.7.6.1: the cell counts as barred, and what was going on with it ends.
void GmmMs::on_network_not_genuine(Effects& out) {
  const std::string reason = "the network did not prove to be genuine";
  stop(GmmTimer::t3318, out);
  stop(GmmTimer::t3320, out);
  consecutive_failures_ = 0;
  challenge_.reset();
  procedure_timer_held_ = false;
  trace_here(trace::Kind::failure, "gmm.network_not_genuine", {{"reason", reason}}, out);
  cell_.reset();
  switch (state_) {
    case GmmState::registered_initiated:
    case GmmState::deregistered_initiated:
      end_registration(std::nullopt, reason, GmmSubstate::no_cell_available, out);
      break;
    case GmmState::routing_area_updating_initiated:
    case GmmState::registered:
      stop(GmmTimer::t3330, out);
      enter(GmmState::registered, GmmSubstate::no_cell_available, out);
      break;
    case GmmState::deregistered:
      break;
  }
  out.emplace_back(BarCell{});
}

void GmmMs::on_authentication_reject(Effects& out) {
  trace_received(MessageType::authentication_and_ciphering_reject, {}, out);
  trace_here(trace::Kind::failure, "gmm.authentication_failed",
             {{"cause", "reject"}, {"reason", "the network refused our authentication"}}, out);
  // 4.7.7.5: as if the subscription were illegal, until it is changed.
  forget_registration();
  subscription_invalid_ = true;
  end_registration(std::nullopt, "the network refused our authentication", GmmSubstate::no_imsi, out);
}

void GmmMs::on_identity_request(const IdentityRequest& request, Effects& out) {
  trace_received(MessageType::identity_request, {{"type", std::to_string(static_cast<unsigned>(request.type))}}, out);
  const IdentityResponse response{identity_of(request.type)};
  send(response, out, {{"identity", foothold::gsm::to_string(response.identity)}});
}

// "If the requested identity is not available: no identity" (10.5.1.4).
MobileIdentity GmmMs::identity_of(IdentityType type) const {
  switch (type) {
    case IdentityType::imsi:
      return settings_.imsi;
    case IdentityType::imei: {
      // The check digit is sent as 0 (TS 23.003 6.2.1).
      auto imei = Imei::parse(settings_.imeisv.digits().substr(0, 14) + "0");
      return imei ? MobileIdentity(*imei) : MobileIdentity(NoIdentity{});
    }
    case IdentityType::imeisv:
      return settings_.imeisv;
    case IdentityType::tmsi:
      return ptmsi_ ? MobileIdentity(*ptmsi_) : MobileIdentity(NoIdentity{});
    case IdentityType::none:
      break;
  }
  return NoIdentity{};
}

}  // namespace foothold::gsm::gmm

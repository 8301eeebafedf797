// SPDX-License-Identifier: AGPL-3.0-or-later
//
// GPRS mobility management of a mobile (TS 24.008 4.7), mode C. The story:
//
//   attach()          ATTACH REQUEST, T3310; identity and authentication as the network likes; ATTACH ACCEPT:
//                     new P-TMSI and local TLLI, ATTACH COMPLETE; AttachConfirm.
//   failed attempts   T3311, and after five of them T3302. Permanent causes end it (4.7.3.1.4).
//   registered        READY (T3314) from each message sent; then STANDBY with a periodic update (T3312).
//   another area      on_cell_available() with another routing area: ROUTING AREA UPDATE, T3330.
//   detach()          DETACH REQUEST, T3321; or at once when power goes off. The network may detach us as well.
//
// It owns no socket, clock, random source or key store: bytes, primitives and expiries go in, effects come out.
#pragma once

#include <array>
#include <bitset>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "gsm/gmm/gmm_effects.h"
#include "gsm/gmm/gmm_state.h"
#include "gsm/gmm/messages/detach.h"
#include "gsm/gmm/messages/identity.h"
#include "gsm/gmm/messages/ptmsi_reallocation.h"
#include "gsm/gmm/messages/status.h"

namespace foothold::gsm::gmm {

struct GmmSettings {
  std::string device;  // for trace events: the PCID
  Imsi imsi;           // of the active subscription; in the first attach this is the PCID
  Imeisv imeisv;
  bool usim = true;  // the subscription has UMTS AKA
  // A challenge without AUTN to a USIM, or an accept without any authentication, is refused: the network proves
  // nothing by it (H9). Off: the weakness is accepted, as a GSM mobile would.
  bool require_umts_aka = true;
  MsNetworkCapability ms_network_capability;
  MsRaCapability ms_ra_capability;
  DrxParameter drx_parameter;
  // Pause after ATTACH REJECT "network failure", doubled with each attempt, at most T3311. The specification has
  // T3311 at once (4.7.3.1.5 d); osmo-sgsn rejects so when a purge of the same subscriber overtook the attach, which
  // is over in milliseconds. 0: as the specification has it.
  std::chrono::milliseconds network_failure_pause{500};
};

class GmmMs {
 public:
  using Random = std::function<std::uint32_t()>;  // 32 unpredictable bits

  GmmMs(GmmSettings settings, Random random);

  // GMMREG-ATTACH-REQ. Begins when there is a cell.
  Effects attach();
  // GMMREG-DETACH-REQ. With power off nothing is waited for.
  Effects detach(bool power_off);

  // A periodic routing area update before its time: an SGSN that lost us says so in its answer (4.7.5.1.4), where it
  // would drop our user data without a word. Nothing unless registered, with a cell.
  Effects update();

  // A suitable cell was found, or another one reselected; `area` is where it lies.
  Effects on_cell_available(const RoutingArea& area);
  Effects on_cell_lost();

  // A message of protocol discriminator 8 from LLC SAPI 1; `ciphered` as its frame was.
  Effects on_pdu(ByteView pdu, bool ciphered);
  Effects on_authenticate_response(std::uint32_t id, const AuthenticateOutcome& outcome);
  Effects on_timer(GmmTimer timer);
  // LLC sent a PDU that is not GMM's own (user data, SM): READY starts anew (4.7.2.1).
  Effects on_uplink_llc_pdu();

  GmmState state() const { return state_; }
  GmmSubstate substate() const { return substate_; }
  std::optional<Tlli> tlli() const { return tlli_; }
  std::optional<Ptmsi> ptmsi() const { return ptmsi_; }
  bool ciphering_in_use() const { return gea_ != 0; }

 private:
  struct Challenge {
    std::uint32_t id;
    std::uint8_t reference_number;
    std::uint8_t gea;
    std::uint8_t cksn;
    bool imeisv_requested;
    bool umts;
    Rand rand;
  };
  struct Answered {
    Rand rand;
    Bytes res;
    bool umts;
  };

  // gmm_ms.cpp: what all procedures use
  void dispatch(MessageType type, ByteView pdu, Effects& out);
  template <class Message, class Handler>
  void with(ByteView pdu, Effects& out, Handler handler);
  template <class Message>
  void send(const Message& message, Effects& out, std::vector<trace::Field> fields = {}) {
    send_pdu(Message::kType, encode(message), std::move(fields), out);
  }
  void send_pdu(MessageType type, Bytes pdu, std::vector<trace::Field> fields, Effects& out);
  void send_status(GmmCause cause, Effects& out);
  void enter(GmmState next, GmmSubstate substate, Effects& out);
  void start(GmmTimer timer, std::chrono::milliseconds duration, Effects& out);
  void stop(GmmTimer timer, Effects& out);
  bool running(GmmTimer timer) const { return running_[static_cast<std::size_t>(timer)]; }
  void assign_tlli(std::optional<Tlli> next, Effects& out);
  void set_ciphering(std::uint8_t gea, Effects& out);
  void restart_ready(Effects& out);
  void forget_registration();
  trace::Event event(trace::Kind kind, std::string name, std::vector<trace::Field> fields) const;
  void trace_received(MessageType type, std::vector<trace::Field> fields, Effects& out) const;
  void trace_here(trace::Kind kind, std::string name, std::vector<trace::Field> fields, Effects& out) const;
  void trace_discarded(std::string name, std::string reason, Effects& out) const;
  RoutingArea old_routing_area() const;
  bool in_registered_area() const { return area_ && cell_ && *area_ == *cell_; }
  std::optional<GmmTimer> procedure_timer() const;
  void leave_network(GmmSubstate substate, Effects& out);
  // Leaves it, and tells those above in the way that fits what was going on.
  void end_registration(std::optional<GmmCause> cause, std::string reason, GmmSubstate substate, Effects& out);

  // gmm_ms_attach.cpp
  void begin_attach(Effects& out);
  void send_attach_request(Effects& out);
  void on_attach_accept(const AttachAccept& accept, Effects& out);
  void on_attach_reject(const AttachReject& reject, Effects& out);
  void on_attach_attempt_failed(std::optional<GmmCause> cause, std::string reason, Effects& out);
  // What a permanent cause means for us; nothing if the cause is not one (4.7.3.1.4).
  struct Refusal {
    GmmCause cause;
    GmmSubstate substate;
    bool subscription_invalid;
  };
  static const Refusal* permanent_refusal(GmmCause cause);
  void apply(const Refusal& refusal);

  // gmm_ms_authentication.cpp
  void on_authentication_request(const AuthenticationAndCipheringRequest& request, Effects& out);
  void on_authentication_reject(Effects& out);
  void ask_sim(const AuthenticationAndCipheringRequest& request, Effects& out);
  void resume_procedure_timer(Effects& out);
  void on_authenticated(const Challenge& challenge, const Authenticated& outcome, Effects& out);
  void answer(const Challenge& challenge, const Answered& answered, Effects& out);
  void fail_authentication(GmmCause cause, std::optional<Auts> auts, std::string cause_name, Effects& out);
  void on_network_not_genuine(Effects& out);
  void on_identity_request(const IdentityRequest& request, Effects& out);
  MobileIdentity identity_of(IdentityType type) const;

  // gmm_ms_detach.cpp
  void send_detach_request(bool power_off, Effects& out);
  void on_detach_request(const MtDetachRequest& request, Effects& out);
  void on_detached(Effects& out);

  // gmm_ms_update.cpp
  void begin_update(UpdateType type, Effects& out);
  void send_update_request(Effects& out);
  void on_update_accept(const RoutingAreaUpdateAccept& accept, Effects& out);
  void on_update_reject(const RoutingAreaUpdateReject& reject, Effects& out);
  void on_update_attempt_failed(std::optional<GmmCause> cause, Effects& out);
  void on_ptmsi_reallocation(const PtmsiReallocationCommand& command, Effects& out);
  void reattach(std::optional<GmmCause> cause, std::string reason, Effects& out);
  void take_timers(l3::GprsTimer periodic, const std::optional<l3::GprsTimer>& ready,
                   const std::optional<l3::GprsTimer>& t3302);

  GmmSettings settings_;
  Random random_;

  GmmState state_ = GmmState::deregistered;
  GmmSubstate substate_ = GmmSubstate::no_cell_available;
  std::optional<RoutingArea> cell_;  // where the cell lies
  bool attach_wanted_ = false;
  bool subscription_invalid_ = false;  // until this object is replaced by one for another subscription

  // Kept over detach, as the SIM keeps them (EF LOCIGPRS, EF KcGPRS; TS 31.102 4.2.22).
  std::optional<Ptmsi> ptmsi_;
  std::optional<PtmsiSignature> ptmsi_signature_;
  std::optional<RoutingArea> area_;  // where we are, or were, registered
  std::uint8_t cksn_ = kNoCksn;
  std::optional<SecurityKeys> keys_;
  std::uint8_t context_gea_ = 0;  // the algorithm taken with those keys

  std::optional<Tlli> tlli_;
  std::uint8_t gea_ = 0;

  std::bitset<kGmmTimers> running_;
  std::optional<std::chrono::milliseconds> t3302_;  // none: deactivated
  std::optional<std::chrono::milliseconds> t3312_;
  std::optional<std::chrono::milliseconds> t3314_;

  unsigned sent_ = 0;      // how often the running procedure's request went out
  unsigned attempts_ = 0;  // attach or routing area updating attempt counter
  UpdateType update_type_ = UpdateType::ra;
  bool update_overdue_ =
      false;  // to be made up for: the cell was lost since the last one, or T3312 expired without one

  std::optional<Challenge> challenge_;
  std::optional<Answered> answered_;
  std::uint32_t next_challenge_id_ = 1;
  unsigned consecutive_failures_ = 0;
  bool procedure_timer_held_ = false;  // stopped while an A&C FAILURE is unanswered
};

}  // namespace foothold::gsm::gmm

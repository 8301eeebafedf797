// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What GmmMs asks of those around it. Effects are carried out in their order: ciphering, for one, changes between two
// messages.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "gsm/gmm/messages/authentication.h"
#include "gsm/gmm/messages/routing_area_update.h"
#include "gsm/l3/effects.h"

namespace foothold::gsm::gmm {

// The timers of the mobile (TS 24.008 table 11.3a).
enum class GmmTimer : std::uint8_t {
  t3302,  // rest after five failed attempts
  t3310,  // ATTACH REQUEST unanswered
  t3311,  // pause before the next attempt
  t3312,  // periodic routing area update
  t3314,  // READY
  t3316,  // RAND and RES are kept for a repeated challenge
  t3318,  // A&C FAILURE "MAC failure" or "GSM authentication unacceptable" unanswered
  t3320,  // A&C FAILURE "synch failure" unanswered
  t3321,  // DETACH REQUEST unanswered
  t3330,  // ROUTING AREA UPDATE REQUEST unanswered
};
inline constexpr std::size_t kGmmTimers = 10;
const char* to_string(GmmTimer timer);  // "T3310"

// Starts the timer, or restarts it if it runs.
struct StartTimer {
  GmmTimer timer;
  std::chrono::milliseconds duration;
};
struct StopTimer {
  GmmTimer timer;
};

// Run AUTHENTICATE on the (U)SIM and give the outcome to on_authenticate_response() with the same id.
struct AuthenticateRequest {
  std::uint32_t id;
  Rand rand;
  std::optional<Autn> autn;  // none: GSM security context
};

// What a successful authentication leaves. After UMTS AKA `kc` is c3(CK, IK) (TS 33.102 6.8.1.2).
struct SecurityKeys {
  Secret<8> kc;
  struct Umts {
    Secret<16> ck;
    Secret<16> ik;
  };
  std::optional<Umts> umts;  // the source of Kc128 for GEA/4 (TS 33.102 6.8.1.2)
};

// LLC uses this algorithm for what it sends and receives from here on (LLGMM-ASSIGN-REQ, TS 44.064 7.2.1.1).
struct SetCiphering {
  std::uint8_t gea;                  // n of GEA/n; 0: none
  std::optional<SecurityKeys> keys;  // there if gea is not 0
};

// LLGMM-ASSIGN-REQ (TS 44.064 7.2.1.1): both given: change, the old one is still understood; no old one: the link is
// opened; no new one: it is closed. Carry out the sends before it first.
struct AssignTlli {
  std::optional<Tlli> old_tlli;
  std::optional<Tlli> new_tlli;
};

// GMMREG-ATTACH-CNF.
struct AttachConfirm {
  RoutingArea routing_area;
  std::optional<Ptmsi> ptmsi;
};

// GMMREG-ATTACH-REJ: the attach procedure ended without success.
struct AttachFailed {
  std::optional<GmmCause> cause;  // if the network gave one
  std::string reason;             // in words
  // When GmmMs tries again by itself; none: it does not, and the subscription or cell should be changed.
  std::optional<std::chrono::milliseconds> retry_after;
};

// GMMREG-DETACH-CNF: the detach that was asked for is done.
struct DetachConfirm {};

// GMMREG-DETACH-IND: the mobile is detached though nobody here asked for it; all PDP contexts are gone.
struct DetachIndication {
  std::optional<GmmCause> cause;
  std::string reason;
  bool reattaching;  // GmmMs attaches again by itself
};

// A routing area update was accepted. With a context status, SM drops what is not in it (TS 24.008 4.7.5.1.3).
struct UpdateConfirm {
  std::optional<PdpContextStatus> pdp_context_status;
};

// The network failed to prove itself: this cell counts as barred (TS 24.008 4.7.7.6.1).
struct BarCell {};

using Effect =
    std::variant<l3::SendPdu, l3::Trace, StartTimer, StopTimer, AuthenticateRequest, SetCiphering, AssignTlli,
                 AttachConfirm, AttachFailed, DetachConfirm, DetachIndication, UpdateConfirm, BarCell>;
using Effects = std::vector<Effect>;

// The (U)SIM's answers.
struct Authenticated {
  Bytes res;  // SRES: 4 octets; RES: 4..16
  SecurityKeys keys;
};
struct SynchFailure {
  Auts auts;
};
struct MacFailure {};
struct SimUnavailable {
  std::string reason;
};
using AuthenticateOutcome = std::variant<Authenticated, SynchFailure, MacFailure, SimUnavailable>;

}  // namespace foothold::gsm::gmm

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Session management of a mobile (TS 24.008 6.1). The story, per context:
//
//   activate()     ACTIVATE PDP CONTEXT REQUEST, T3380 (30 s, five times); ACCEPT: ContextActivated.
//   cause 33       osmo-sgsn accepts an attach before it knows the subscriber's APNs, and refuses a quick activation
//                  as "not subscribed": asked again after 50 ms, doubling, kMaxRaceRetries times.
//   deactivate()   DEACTIVATE PDP CONTEXT REQUEST, T3390 (8 s, five times); then gone in any case.
//   the network    may modify and deactivate a context; its own request to activate one is rejected (6.1.3.1.2).
//
// Bytes, primitives and expiries go in, effects come out; no socket, clock or random source inside.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gsm/l3/effects.h"
#include "gsm/sm/messages/activate.h"
#include "gsm/sm/messages/deactivate.h"
#include "gsm/sm/messages/modify.h"

namespace foothold::gsm::sm {

// TS 24.008 6.1.3.1.
enum class PdpState : std::uint8_t { inactive, active_pending, active, inactive_pending };
const char* to_string(PdpState state);  // "PDP-ACTIVE"

struct PdpContextRequest {
  std::uint8_t nsapi = 5;     // 5..15
  std::uint8_t llc_sapi = 3;  // 3, 5, 9 or 11
  std::optional<AccessPointName> apn;
  std::optional<Ipv4Address> static_address;  // none: dynamic
  QualityOfService qos;                       // all zero: as subscribed
};

enum class SmTimerKind : std::uint8_t {
  t3380,       // ACTIVATE PDP CONTEXT REQUEST unanswered
  t3390,       // DEACTIVATE PDP CONTEXT REQUEST unanswered
  race_pause,  // after cause 33, see above; ours, not the specification's
};
struct SmTimer {
  SmTimerKind kind;
  std::uint8_t nsapi;
  friend bool operator==(const SmTimer&, const SmTimer&) = default;
};
const char* to_string(SmTimerKind kind);

struct StartTimer {  // restarts it if it runs
  SmTimer timer;
  std::chrono::milliseconds duration;
};
struct StopTimer {
  SmTimer timer;
};

// SMREG-PDP-ACTIVATE-CNF, and SNSM-ACTIVATE-IND for SNDCP.
struct ContextActivated {
  std::uint8_t nsapi;
  std::uint8_t llc_sapi;
  Ipv4Address address;
  std::vector<Ipv4Address> dns;
  std::optional<std::uint16_t> mtu;  // octets, if the network gave one
  std::optional<AccessPointName> apn;
  QualityOfService qos;
  std::uint8_t radio_priority;  // 1 (highest) .. 4
};
// SMREG-PDP-ACTIVATE-REJ.
struct ContextFailed {
  std::uint8_t nsapi;
  std::optional<SmCause> cause;  // if the network gave one
  std::string reason;            // in words
};
// SMREG-PDP-MODIFY-IND and SNSM-MODIFY-IND: the network changed these.
struct ContextModified {
  std::uint8_t nsapi;
  std::uint8_t llc_sapi;
  QualityOfService qos;
};
// SMREG-PDP-DEACTIVATE-CNF or -IND, and SNSM-DEACTIVATE-IND for SNDCP.
struct ContextDeactivated {
  std::uint8_t nsapi;
  std::optional<SmCause> cause;
  std::string reason;
};

using Effect = std::variant<l3::SendPdu, l3::Trace, StartTimer, StopTimer, ContextActivated, ContextFailed,
                            ContextModified, ContextDeactivated>;
using Effects = std::vector<Effect>;

class SmMs {
 public:
  static constexpr unsigned kMaxTransmissions = 5;
  static constexpr unsigned kMaxRaceRetries = 6;  // 50 ms .. 1.6 s, 3.15 s in all
  static constexpr std::chrono::milliseconds kT3380 = std::chrono::seconds(30);
  static constexpr std::chrono::milliseconds kT3390 = std::chrono::seconds(8);
  static constexpr std::chrono::milliseconds kFirstRacePause{50};

  explicit SmMs(std::string device);  // for trace events: the PCID

  // SMREG-PDP-ACTIVATE-REQ. The mobile must be GPRS attached. ContextFailed if the NSAPI is in use, a value is out of
  // range, or seven contexts are in use already (as many transaction identifiers as there are without extension).
  Effects activate(const PdpContextRequest& request);
  // SMREG-PDP-DEACTIVATE-REQ.
  Effects deactivate(std::uint8_t nsapi, SmCause cause = SmCause::regular_deactivation);
  // GMM is detached: all contexts are gone without a message (6.1.3.4).
  Effects on_detached();
  // GMM was told by a routing area update which contexts the network still has (bit n: NSAPI n, 24.008 10.5.7.1).
  Effects on_network_context_status(const std::array<std::uint8_t, 2>& status);

  // A message of protocol discriminator 10 from LLC SAPI 1.
  Effects on_pdu(ByteView pdu);
  Effects on_timer(SmTimer timer);

  PdpState state(std::uint8_t nsapi) const;

 private:
  struct Context {
    PdpState state = PdpState::inactive;
    std::uint8_t ti = 0;
    PdpContextRequest request;
    unsigned sent = 0;
    unsigned race_retries = 0;
    SmCause deactivation_cause = SmCause::regular_deactivation;
    bool reported = false;               // those above already know that it came to nothing
    std::optional<SmTimerKind> running;  // a context runs one timer at a time
  };

  Context* by_nsapi(std::uint8_t nsapi);
  Context* by_ti(TransactionIdentifier ti);
  std::optional<std::uint8_t> free_ti() const;

  template <class Message>
  void send(TransactionIdentifier ti, const Message& message, std::vector<trace::Field> fields, Effects& out) {
    send_pdu(Message::kType, encode(ti, message), std::move(fields), out);
  }
  void send_pdu(MessageType type, Bytes pdu, std::vector<trace::Field> fields, Effects& out);
  void send_status(TransactionIdentifier ti, SmCause cause, Effects& out);
  void send_activate_request(Context& context, Effects& out);
  void send_deactivate_request(Context& context, Effects& out);

  // sm_ms_receive.cpp
  template <class Message, class Handler>
  void with(ByteView pdu, TransactionIdentifier ti, Effects& out, Handler handler);
  void dispatch(const Header& header, ByteView pdu, Effects& out);
  void on_accept(Context& context, const ActivatePdpContextAccept& accept, Effects& out);
  void on_reject(Context& context, const ActivatePdpContextReject& reject, Effects& out);
  void on_deactivate_request(Context& context, const DeactivatePdpContextRequest& request, Effects& out);
  void on_modify_request(Context& context, const ModifyPdpContextRequest& request, Effects& out);

  void give_up(Context& context, std::optional<SmCause> cause, std::string reason, Effects& out);
  void end(Context& context, std::optional<SmCause> cause, std::string reason, Effects& out);
  void start(Context& context, SmTimerKind kind, std::chrono::milliseconds duration, Effects& out);
  void stop(Context& context, Effects& out);
  void enter(Context& context, PdpState next, Effects& out);
  void trace_here(trace::Kind kind, std::string name, std::vector<trace::Field> fields, Effects& out) const;
  void trace_received(MessageType type, std::vector<trace::Field> fields, Effects& out) const;
  void trace_discarded(std::string reason, Effects& out) const;

  std::string device_;
  std::array<Context, 16> contexts_;  // by NSAPI; 0..4 are never used
};

}  // namespace foothold::gsm::sm

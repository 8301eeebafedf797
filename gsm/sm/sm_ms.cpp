// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/sm_ms.h"

#include <algorithm>
#include <utility>

namespace foothold::gsm::sm {

using std::chrono::milliseconds;

namespace {

constexpr std::uint8_t kFirstNsapi = 5;  // 0..4 are reserved (10.5.6.2)
constexpr std::uint8_t kLastNsapi = 15;

std::string number(SmCause cause) {
  return std::to_string(static_cast<unsigned>(cause));
}

bool is_user_sapi(std::uint8_t sapi) {
  return sapi == 3 || sapi == 5 || sapi == 9 || sapi == 11;
}

std::string join(const std::vector<Ipv4Address>& addresses) {
  std::string text;
  for (const auto& address : addresses) {
    if (!text.empty()) text += ' ';
    text += to_string(address);
  }
  return text;
}

}  // namespace

SmMs::SmMs(std::string device) : device_(std::move(device)) {}

PdpState SmMs::state(std::uint8_t nsapi) const {
  return nsapi < contexts_.size() ? contexts_[nsapi].state : PdpState::inactive;
}

Effects SmMs::activate(const PdpContextRequest& request) {
  Effects out;
  const auto refuse = [&](std::string reason) {
    trace_here(trace::Kind::failure, "sm.pdp_context_failed",
               {{"nsapi", std::to_string(request.nsapi)}, {"cause", ""}, {"reason", reason}}, out);
    out.emplace_back(ContextFailed{request.nsapi, std::nullopt, std::move(reason)});
    return out;
  };
  if (request.nsapi < kFirstNsapi || request.nsapi > kLastNsapi) return refuse("the NSAPI must be 5 to 15");
  if (!is_user_sapi(request.llc_sapi)) return refuse("the LLC SAPI must be 3, 5, 9 or 11");
  Context& context = contexts_[request.nsapi];
  if (context.state != PdpState::inactive) return refuse("the NSAPI is in use");
  const auto ti = free_ti();
  if (!ti) return refuse("all transaction identifiers are in use");

  context = Context{};
  context.ti = *ti;
  context.request = request;
  enter(context, PdpState::active_pending, out);
  send_activate_request(context, out);
  return out;
}

Effects SmMs::deactivate(std::uint8_t nsapi, SmCause cause) {
  Effects out;
  Context* context = by_nsapi(nsapi);
  if (context == nullptr) {
    trace_discarded("no context on NSAPI " + std::to_string(nsapi) + " to deactivate", out);
    return out;
  }
  if (context->state == PdpState::inactive_pending) return out;  // under way
  stop(*context, out);
  context->sent = 0;
  context->deactivation_cause = cause;
  // Also while the activation is unanswered: the network may have accepted it (6.1.3.1.1).
  enter(*context, PdpState::inactive_pending, out);
  send_deactivate_request(*context, out);
  return out;
}

Effects SmMs::on_detached() {
  Effects out;
  for (auto& context : contexts_) {
    if (context.state != PdpState::inactive) end(context, std::nullopt, "the mobile is detached", out);
  }
  return out;
}

Effects SmMs::on_network_context_status(const std::array<std::uint8_t, 2>& status) {
  Effects out;
  for (std::uint8_t nsapi = kFirstNsapi; nsapi <= kLastNsapi; ++nsapi) {
    Context& context = contexts_[nsapi];
    const bool known = (status[nsapi / 8U] >> (nsapi % 8U) & 1U) != 0;
    // A context whose activation is under way is not in the network's list yet.
    if (context.state == PdpState::active && !known) end(context, std::nullopt, "the network has no such context", out);
  }
  return out;
}

Effects SmMs::on_pdu(ByteView pdu) {
  Effects out;
  const auto header = decode_header(pdu);
  if (header) {
    dispatch(*header, pdu, out);
  } else {
    trace_discarded(foothold::to_string(header.error()), out);
  }
  return out;
}

// A message that cannot be understood costs that message, and a STATUS where the clause wants one (TS 24.008 8).
template <class Message, class Handler>
void SmMs::with(ByteView pdu, TransactionIdentifier ti, Effects& out, Handler handler) {
  const auto message = decode<Message>(pdu);
  if (message) return handler(*message);
  trace_discarded(std::string(to_string(Message::kType)) + ": " + foothold::to_string(message.error()), out);
  if (message.error().answer != 0 && Message::kType != MessageType::sm_status) {
    send_status(ti, static_cast<SmCause>(message.error().answer), out);
  }
}

void SmMs::dispatch(const Header& header, ByteView pdu, Effects& out) {
  const TransactionIdentifier answer{header.ti.value, !header.ti.from_responder};
  if (header.type == MessageType::sm_status) {
    return with<SmStatus>(pdu, answer, out, [&](const SmStatus& status) {
      trace_received(header.type, {{"cause", number(status.cause)}, {"reason", to_string(status.cause)}}, out);
      // 6.1.3.6: with these causes the procedure of that transaction is over.
      Context* context = by_ti(header.ti);
      if (context == nullptr) return;
      if (status.cause != SmCause::invalid_transaction_identifier &&
          status.cause != SmCause::message_type_not_implemented) {
        return;
      }
      if (context->state == PdpState::active_pending) {
        give_up(*context, status.cause, to_string(status.cause), out);
      } else {
        end(*context, status.cause, to_string(status.cause), out);
      }
    });
  }
  if (header.type == MessageType::request_pdp_context_activation && !header.ti.from_responder) {
    // 6.1.3.1.2: our mobile serves no one who calls it; the network may not open contexts on it.
    return with<RequestPdpContextActivation>(pdu, answer, out, [&](const RequestPdpContextActivation& request) {
      trace_received(header.type, {{"apn", request.apn ? request.apn->text() : ""}}, out);
      send(answer, RequestPdpContextActivationReject{SmCause::feature_not_supported, std::nullopt},
           {{"reason", to_string(SmCause::feature_not_supported)}}, out);
    });
  }

  Context* context = by_ti(header.ti);
  switch (header.type) {
    case MessageType::activate_pdp_context_accept:
    case MessageType::activate_pdp_context_reject:
    case MessageType::deactivate_pdp_context_request:
    case MessageType::deactivate_pdp_context_accept:
    case MessageType::modify_pdp_context_request:
      break;
    default:
      trace_discarded("message type " + std::to_string(static_cast<unsigned>(header.type)) + " is not for a mobile",
                      out);
      return send_status(answer, SmCause::message_type_not_implemented, out);
  }
  if (context == nullptr) {  // 8.3.2
    trace_discarded(std::string(to_string(header.type)) + " names no transaction of ours", out);
    return send_status(answer, SmCause::invalid_transaction_identifier, out);
  }

  const PdpState state = context->state;
  const auto unexpected = [&] {
    trace_discarded(std::string(to_string(header.type)) + " is not expected in " + to_string(state), out);
    send_status(answer, SmCause::message_type_not_compatible_with_state, out);
  };
  switch (header.type) {
    case MessageType::activate_pdp_context_accept:
      if (state == PdpState::active) {  // repeated: the answer crossed our repetition
        return trace_received(header.type, {{"repeated", "true"}}, out);
      }
      if (state == PdpState::inactive_pending) {  // it crossed our DEACTIVATE, which will be answered
        return trace_discarded("activate_pdp_context_accept of a context that is being deactivated", out);
      }
      if (state != PdpState::active_pending) return unexpected();
      return with<ActivatePdpContextAccept>(pdu, answer, out, [&](const auto& m) { on_accept(*context, m, out); });
    case MessageType::activate_pdp_context_reject:
      if (state != PdpState::active_pending) return unexpected();
      return with<ActivatePdpContextReject>(pdu, answer, out, [&](const auto& m) { on_reject(*context, m, out); });
    case MessageType::deactivate_pdp_context_request:
      return with<DeactivatePdpContextRequest>(pdu, answer, out,
                                               [&](const auto& m) { on_deactivate_request(*context, m, out); });
    case MessageType::deactivate_pdp_context_accept:
      if (state != PdpState::inactive_pending) return unexpected();
      return with<DeactivatePdpContextAccept>(pdu, answer, out, [&](const auto&) {
        trace_received(header.type, {{"nsapi", std::to_string(context->request.nsapi)}}, out);
        const SmCause cause = context->deactivation_cause;
        end(*context, cause, to_string(cause), out);
      });
    case MessageType::modify_pdp_context_request:
      if (state != PdpState::active) return unexpected();
      return with<ModifyPdpContextRequest>(pdu, answer, out,
                                           [&](const auto& m) { on_modify_request(*context, m, out); });
    default:
      return;  // refused above
  }
}

void SmMs::on_accept(Context& context, const ActivatePdpContextAccept& accept, Effects& out) {
  stop(context, out);
  std::optional<Ipv4Address> address = context.request.static_address;
  if (accept.address) address = accept.address->ipv4();
  ContextActivated activated{context.request.nsapi,
                             accept.llc_sapi,
                             {},
                             {},
                             std::nullopt,
                             context.request.apn,
                             accept.negotiated_qos,
                             static_cast<std::uint8_t>(accept.radio_priority & 7)};
  if (accept.pco) {
    activated.dns = accept.pco->dns_servers();
    activated.mtu = accept.pco->mtu();
  }
  std::vector<trace::Field> fields{{"nsapi", std::to_string(context.request.nsapi)},
                                   {"address", address ? to_string(*address) : ""},
                                   {"apn", context.request.apn ? context.request.apn->text() : ""},
                                   {"dns", join(activated.dns)}};
  if (activated.mtu) fields.push_back({"mtu", std::to_string(*activated.mtu)});

  if (!address || !is_user_sapi(accept.llc_sapi)) {
    // Of no use to us, but a context to the network: taken down again.
    const std::string reason =
        address ? "the network chose an LLC SAPI that is not for user data" : "the network allotted no IPv4 address";
    trace_discarded("activate_pdp_context_accept: " + reason, out);
    give_up(context, std::nullopt, reason, out);
    context.reported = true;
    context.deactivation_cause = SmCause::protocol_error_unspecified;
    context.sent = 0;
    enter(context, PdpState::inactive_pending, out);
    return send_deactivate_request(context, out);
  }
  activated.address = *address;
  trace_received(MessageType::activate_pdp_context_accept, std::move(fields), out);
  enter(context, PdpState::active, out);
  out.emplace_back(std::move(activated));
}

void SmMs::on_reject(Context& context, const ActivatePdpContextReject& reject, Effects& out) {
  stop(context, out);
  trace_received(MessageType::activate_pdp_context_reject,
                 {{"nsapi", std::to_string(context.request.nsapi)},
                  {"cause", number(reject.cause)},
                  {"reason", to_string(reject.cause)}},
                 out);
  if (reject.cause == SmCause::requested_service_option_not_subscribed && context.race_retries < kMaxRaceRetries) {
    context.sent = 0;
    return start(context, SmTimerKind::race_pause, kFirstRacePause * (1 << context.race_retries++), out);
  }
  give_up(context, reject.cause, to_string(reject.cause), out);
}

void SmMs::on_deactivate_request(Context& context, const DeactivatePdpContextRequest& request, Effects& out) {
  trace_received(MessageType::deactivate_pdp_context_request,
                 {{"nsapi", std::to_string(context.request.nsapi)},
                  {"cause", number(request.cause)},
                  {"reason", to_string(request.cause)}},
                 out);
  // Also in collision with our own request: both sides are content then (6.1.3.4.3).
  send({context.ti, false}, DeactivatePdpContextAccept{}, {}, out);
  if (context.state == PdpState::active_pending) {
    give_up(context, request.cause, to_string(request.cause), out);
  } else {
    end(context, request.cause, to_string(request.cause), out);
  }
}

void SmMs::on_modify_request(Context& context, const ModifyPdpContextRequest& request, Effects& out) {
  trace_received(MessageType::modify_pdp_context_request,
                 {{"nsapi", std::to_string(context.request.nsapi)}, {"llc_sapi", std::to_string(request.llc_sapi)}},
                 out);
  if (!is_user_sapi(request.llc_sapi)) {
    // 6.1.3.3.1: a mobile that cannot accept the new QoS deactivates the context; the same for the SAPI.
    context.sent = 0;
    context.deactivation_cause = SmCause::qos_not_accepted;
    enter(context, PdpState::inactive_pending, out);
    return send_deactivate_request(context, out);
  }
  send({context.ti, false}, ModifyPdpContextAccept{}, {}, out);
  out.emplace_back(ContextModified{context.request.nsapi, request.llc_sapi, request.new_qos});
}

Effects SmMs::on_timer(SmTimer timer) {
  Effects out;
  Context* context = by_nsapi(timer.nsapi);
  if (context == nullptr || context->running != timer.kind) {  // stopped after the adapter had queued the expiry
    trace_discarded(std::string(to_string(timer.kind)) + " does not run", out);
    return out;
  }
  context->running.reset();
  trace_here(trace::Kind::note, "sm.timer_expired",
             {{"timer", to_string(timer.kind)}, {"nsapi", std::to_string(timer.nsapi)}}, out);
  switch (timer.kind) {
    case SmTimerKind::t3380:  // 6.1.3.1.5 a
      if (context->sent < kMaxTransmissions) {
        send_activate_request(*context, out);
      } else {
        give_up(*context, std::nullopt, "no answer to ACTIVATE PDP CONTEXT REQUEST", out);
      }
      break;
    case SmTimerKind::race_pause:
      send_activate_request(*context, out);
      break;
    case SmTimerKind::t3390:  // 6.1.3.4.4 a
      if (context->sent < kMaxTransmissions) {
        send_deactivate_request(*context, out);
      } else {
        const SmCause cause = context->deactivation_cause;
        end(*context, cause, "no answer to DEACTIVATE PDP CONTEXT REQUEST", out);
      }
      break;
  }
  return out;
}

void SmMs::send_activate_request(Context& context, Effects& out) {
  ActivatePdpContextRequest request;
  request.nsapi = context.request.nsapi;
  request.llc_sapi = context.request.llc_sapi;
  request.requested_qos = context.request.qos;
  if (const auto& address = context.request.static_address) {
    request.requested_address.address.assign(address->begin(), address->end());
  }
  request.apn = context.request.apn;
  request.pco = ProtocolConfigurationOptions::request_dns_and_mtu();
  ++context.sent;
  send({context.ti, false}, request,
       {{"nsapi", std::to_string(request.nsapi)},
        {"apn", request.apn ? request.apn->text() : ""},
        {"transmission", std::to_string(context.sent)}},
       out);
  start(context, SmTimerKind::t3380, kT3380, out);
}

void SmMs::send_deactivate_request(Context& context, Effects& out) {
  ++context.sent;
  send({context.ti, false}, DeactivatePdpContextRequest{context.deactivation_cause, std::nullopt, std::nullopt},
       {{"nsapi", std::to_string(context.request.nsapi)},
        {"cause", number(context.deactivation_cause)},
        {"transmission", std::to_string(context.sent)}},
       out);
  start(context, SmTimerKind::t3390, kT3390, out);
}

void SmMs::send_status(TransactionIdentifier ti, SmCause cause, Effects& out) {
  send(ti, SmStatus{cause}, {{"cause", number(cause)}, {"reason", to_string(cause)}}, out);
}

template <class Message>
void SmMs::send(TransactionIdentifier ti, const Message& message, std::vector<trace::Field> fields, Effects& out) {
  trace_here(trace::Kind::sent, std::string("sm.") + to_string(Message::kType), std::move(fields), out);
  out.emplace_back(l3::SendPdu{l3::kLlgmmSapi, encode(ti, message), true});
}

// The activation ends without success.
void SmMs::give_up(Context& context, std::optional<SmCause> cause, std::string reason, Effects& out) {
  stop(context, out);
  enter(context, PdpState::inactive, out);
  trace_here(
      trace::Kind::failure, "sm.pdp_context_failed",
      {{"nsapi", std::to_string(context.request.nsapi)}, {"cause", cause ? number(*cause) : ""}, {"reason", reason}},
      out);
  out.emplace_back(ContextFailed{context.request.nsapi, cause, std::move(reason)});
}

// A context that was, or may have been, active is gone.
void SmMs::end(Context& context, std::optional<SmCause> cause, std::string reason, Effects& out) {
  if (context.state == PdpState::active_pending) return give_up(context, cause, std::move(reason), out);
  stop(context, out);
  enter(context, PdpState::inactive, out);
  if (!context.reported) out.emplace_back(ContextDeactivated{context.request.nsapi, cause, std::move(reason)});
}

SmMs::Context* SmMs::by_nsapi(std::uint8_t nsapi) {
  if (nsapi >= contexts_.size() || contexts_[nsapi].state == PdpState::inactive) return nullptr;
  return &contexts_[nsapi];
}

// All our contexts are opened by us, so the network names them with the TI flag set (TS 24.007 11.2.3.1.3).
SmMs::Context* SmMs::by_ti(TransactionIdentifier ti) {
  if (!ti.from_responder) return nullptr;
  const auto found = std::find_if(contexts_.begin(), contexts_.end(), [&](const Context& context) {
    return context.state != PdpState::inactive && context.ti == ti.value;
  });
  return found == contexts_.end() ? nullptr : &*found;
}

std::optional<std::uint8_t> SmMs::free_ti() const {
  for (std::uint8_t ti = 0; ti <= kMaxTransactionIdentifier; ++ti) {
    const bool used = std::any_of(contexts_.begin(), contexts_.end(), [&](const Context& context) {
      return context.state != PdpState::inactive && context.ti == ti;
    });
    if (!used) return ti;
  }
  return std::nullopt;
}

void SmMs::start(Context& context, SmTimerKind kind, milliseconds duration, Effects& out) {
  context.running = kind;
  out.emplace_back(StartTimer{{kind, context.request.nsapi}, duration});
}

void SmMs::stop(Context& context, Effects& out) {
  if (!context.running) return;
  out.emplace_back(StopTimer{{*context.running, context.request.nsapi}});
  context.running.reset();
}

void SmMs::enter(Context& context, PdpState next, Effects& out) {
  trace_here(
      trace::Kind::state, "sm.state",
      {{"nsapi", std::to_string(context.request.nsapi)}, {"from", to_string(context.state)}, {"to", to_string(next)}},
      out);
  context.state = next;
}

void SmMs::trace_here(trace::Kind kind, std::string name, std::vector<trace::Field> fields, Effects& out) const {
  trace::Event event;
  event.device = device_;
  event.from = trace::Actor::m2me;
  if (kind == trace::Kind::sent) event.to = trace::Actor::sgsn;
  event.layer = trace::Layer::sm;
  event.kind = kind;
  event.name = std::move(name);
  event.fields = std::move(fields);
  out.emplace_back(l3::Trace{std::move(event)});
}

void SmMs::trace_received(MessageType type, std::vector<trace::Field> fields, Effects& out) const {
  trace::Event event;
  event.device = device_;
  event.from = trace::Actor::sgsn;
  event.to = trace::Actor::m2me;
  event.layer = trace::Layer::sm;
  event.kind = trace::Kind::received;
  event.name = std::string("sm.") + to_string(type);
  event.fields = std::move(fields);
  out.emplace_back(l3::Trace{std::move(event)});
}

void SmMs::trace_discarded(std::string reason, Effects& out) const {
  trace_here(trace::Kind::discarded, "sm.message", {{"reason", std::move(reason)}}, out);
}

const char* to_string(PdpState state) {
  switch (state) {
    case PdpState::inactive:
      return "PDP-INACTIVE";
    case PdpState::active_pending:
      return "PDP-ACTIVE-PENDING";
    case PdpState::active:
      return "PDP-ACTIVE";
    case PdpState::inactive_pending:
      return "PDP-INACTIVE-PENDING";
  }
  return "?";
}

const char* to_string(SmTimerKind kind) {
  switch (kind) {
    case SmTimerKind::t3380:
      return "T3380";
    case SmTimerKind::t3390:
      return "T3390";
    case SmTimerKind::race_pause:
      return "pause before another activation";
  }
  return "?";
}

}  // namespace foothold::gsm::sm

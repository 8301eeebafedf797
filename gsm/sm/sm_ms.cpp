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
  if (!is_user_data_sapi(request.llc_sapi)) return refuse("the LLC SAPI must be 3, 5, 9 or 11");
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

void SmMs::send_pdu(MessageType type, Bytes pdu, std::vector<trace::Field> fields, Effects& out) {
  trace_here(trace::Kind::sent, std::string("sm.") + to_string(type), std::move(fields), out);
  out.emplace_back(l3::SendPdu{l3::kLlgmmSapi, std::move(pdu), true});
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

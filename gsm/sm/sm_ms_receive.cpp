// SPDX-License-Identifier: AGPL-3.0-or-later
//
// What SM does with the network's messages (TS 24.008 6.1.3 and 8).
#include "gsm/sm/sm_ms.h"

#include <utility>

namespace foothold::gsm::sm {

namespace {

std::string number(SmCause cause) {
  return std::to_string(static_cast<unsigned>(cause));
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

  if (!address || !is_user_data_sapi(accept.llc_sapi)) {
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
  if (!is_user_data_sapi(request.llc_sapi)) {
    // 6.1.3.3.1: a mobile that cannot accept the new QoS deactivates the context; the same for the SAPI.
    context.sent = 0;
    context.deactivation_cause = SmCause::qos_not_accepted;
    enter(context, PdpState::inactive_pending, out);
    return send_deactivate_request(context, out);
  }
  send({context.ti, false}, ModifyPdpContextAccept{}, {}, out);
  out.emplace_back(ContextModified{context.request.nsapi, request.llc_sapi, request.new_qos});
}

}  // namespace foothold::gsm::sm

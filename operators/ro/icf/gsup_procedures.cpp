// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/gsup_procedures.h"

#include "operators/ro/icf/icf_events.h"

namespace foothold::operators::icf {

using namespace gsm::gsup;
using trace::Kind;

namespace {
constexpr std::uint8_t kCauseMessageTypeNonExistent = 97;  // TS 24.008 10.5.5.14
constexpr std::uint16_t kPdpTypeIpv4 = 0x0121;             // TS 24.008 10.5.6.4
}  // namespace

GsupEffects GsupProcedures::on_message(ConnectionId connection, ByteView gsup, CredentialInquiries::TimePoint now) {
  GsupEffects effects;
  const auto message = Message::decode(gsup);
  if (!message) {
    effects.emplace_back(WriteEvent{gsup_discarded(to_string(message.error()))});
    // Where at least the head is whole, the sender need not wait in vain.
    const auto header = MessageHeader::decode(gsup);
    if (header && is_request(header->type))
      refuse(connection, Message(header->type, header->imsi), kCauseInvalidMandatoryInformation,
             to_string(message.error()), effects);
    return effects;
  }
  effects.emplace_back(WriteEvent{gsup_event(Kind::received, *message)});
  if (!is_request(message->type)) return effects;  // answers to INSERT DATA, reports
  if (!message->imsi.digits().starts_with(settings_.plmn.digits())) {
    refuse(connection, *message, kCauseImsiUnknownInHlr, "not a PCID of this operator", effects);
    return effects;
  }
  switch (message->type) {
    case MessageType::send_auth_info_request:
      send_auth_info(connection, *message, now, effects);
      break;
    case MessageType::update_location_request:
      update_location(connection, *message, effects);
      break;
    case MessageType::purge_ms_request:
      send(connection, Message(MessageType::purge_ms_result, message->imsi), effects);
      break;
    default:
      refuse(connection, *message, kCauseMessageTypeNonExistent, "this request is not served", effects);
  }
  return effects;
}

void GsupProcedures::send_auth_info(ConnectionId connection, const Message& request, CredentialInquiries::TimePoint now,
                                    GsupEffects& effects) {
  if (request.auts && !resynchronise(connection, request, effects)) return;
  if (give_vectors(connection, request, "store", effects)) return;
  switch (inquiries_.inquire({connection, request}, now)) {
    case CredentialInquiries::Decision::ask:
      effects.emplace_back(AskCcif{request.imsi});
      break;
    case CredentialInquiries::Decision::wait:
      break;
    case CredentialInquiries::Decision::absent:
      refuse(connection, request, kCauseImsiUnknownInHlr, "the CCIF does not know this PCID (asked a moment ago)",
             effects);
      break;
    case CredentialInquiries::Decision::overload:
      refuse(connection, request, kCauseNetworkFailure, "too many requests wait for the CCIF", effects);
      break;
  }
}

bool GsupProcedures::give_vectors(ConnectionId connection, const Message& request, const char* credential,
                                  GsupEffects& effects) {
  const auto vectors = vectors_.make(request.imsi, Message::kMaxAuthTuples);
  if (!vectors) {
    refuse(connection, request, kCauseNetworkFailure, to_string(vectors.error()), effects);
    return true;
  }
  if (!*vectors) return false;
  effects.emplace_back(WriteEvent{vectors_generated(request.imsi, (*vectors)->size(), credential)});
  Message result(MessageType::send_auth_info_result, request.imsi);
  for (const auto& quintet : **vectors) result.auth_tuples.push_back(to_tuple(quintet));
  send(connection, std::move(result), effects);
  Message insert(MessageType::insert_data_request, request.imsi);
  insert.cn_domain = CnDomain::ps;
  add_pdp_info(insert);
  send(connection, std::move(insert), effects);
  return true;
}

bool GsupProcedures::resynchronise(ConnectionId connection, const Message& request, GsupEffects& effects) {
  if (!request.rand) {
    refuse(connection, request, kCauseInvalidMandatoryInformation, "AUTS without its RAND", effects);
    return false;
  }
  const auto outcome = store_.resynchronise(request.imsi, *request.rand, *request.auts);
  if (!outcome) {
    refuse(connection, request, kCauseNetworkFailure, to_string(outcome.error()), effects);
    return false;
  }
  if (*outcome == AuthenticationStore::Resynchronisation::wrong_mac) {
    refuse(connection, request, kCauseNetworkFailure, "AUTS is not of this PCID's USIM", effects);
    return false;
  }
  if (*outcome == AuthenticationStore::Resynchronisation::done)
    effects.emplace_back(WriteEvent{icf_event(Kind::decision, "resynchronised", request.imsi, "")});
  return true;
}

void GsupProcedures::update_location(ConnectionId connection, const Message& request, GsupEffects& effects) {
  Message result(MessageType::update_location_result, request.imsi);
  add_pdp_info(result);
  send(connection, std::move(result), effects);
}

GsupEffects GsupProcedures::on_ccif_answer(const gsm::Imsi& pcid, CcifOutcome outcome,
                                           CredentialInquiries::TimePoint now) {
  GsupEffects effects;
  if (outcome == CcifOutcome::unknown) inquiries_.remember_absent(pcid, now);
  for (const auto& [connection, request] : inquiries_.answered(pcid)) {
    if (outcome == CcifOutcome::kept) {
      if (request.auts && !resynchronise(connection, request, effects)) continue;
      if (!give_vectors(connection, request, "ccif", effects))
        refuse(connection, request, kCauseNetworkFailure, "the credential was not kept", effects);
    } else if (outcome == CcifOutcome::unknown) {
      refuse(connection, request, kCauseImsiUnknownInHlr, "neither ICF nor CCIF knows this PCID", effects);
    } else {
      refuse(connection, request, kCauseNetworkFailure, "the CCIF cannot be reached", effects);
    }
  }
  return effects;
}

void GsupProcedures::refuse(ConnectionId connection, const Message& request, std::uint8_t cause,
                            const std::string& reason, GsupEffects& effects) {
  effects.emplace_back(
      WriteEvent{icf_event(Kind::failure, "request_refused", request.imsi, to_string(request.type) + ": " + reason)});
  Message error(error_of(request.type), request.imsi);
  error.cause = cause;
  send(connection, std::move(error), effects);
}

void GsupProcedures::send(ConnectionId connection, Message message, GsupEffects& effects) {
  effects.emplace_back(WriteEvent{gsup_event(Kind::sent, message)});
  effects.emplace_back(SendMessage{connection, std::move(message)});
}

void GsupProcedures::add_pdp_info(Message& message) const {
  message.pdp_info_complete = true;
  message.pdp_infos.push_back({.context_id = 1, .pdp_type = kPdpTypeIpv4, .apn = settings_.apn, .qos = {}});
}

}  // namespace foothold::operators::icf

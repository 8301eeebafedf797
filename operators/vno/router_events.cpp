// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/router_events.h"

namespace foothold::operators::vno {

using gsm::gsup::Message;
using gsm::gsup::MessageHeader;
using trace::Actor;
using trace::Event;
using trace::Kind;
using trace::Layer;

namespace {

Event event_of(Actor from, Actor to, Kind kind, std::string name) {
  Event event;
  event.from = from;
  event.to = to;
  event.layer = Layer::gsup;
  event.kind = kind;
  event.name = "gsup." + std::move(name);
  return event;
}

// An RO's subscribers are PCIDs; a home operator's IMSI does not tell which device it is in.
void set_subscriber(Event& event, const MessageHeader& header, const Upstream* upstream) {
  if (upstream == nullptr || upstream->actor == Actor::icf) event.device = header.imsi.digits();
  event.fields.push_back({"imsi", header.imsi.digits()});
}

std::string words(std::uint8_t cause) {
  switch (cause) {
    case gsm::gsup::kCauseImsiUnknownInHlr:
      return "IMSI unknown in HLR";
    case gsm::gsup::kCausePlmnNotAllowed:
      return "PLMN not allowed";
    case gsm::gsup::kCauseNetworkFailure:
      return "network failure";
    default:
      return "GMM cause " + std::to_string(cause);
  }
}

}  // namespace

Event message_event(Actor from, Actor to, Kind kind, ByteView gsup, const MessageHeader& header,
                    const Upstream* upstream) {
  auto event = event_of(from, to, kind, to_string(header.type));
  set_subscriber(event, header, upstream);
  const auto message = Message::decode(gsup);
  if (!message) return event;  // it is forwarded all the same: it may be newer than we are
  if (!message->auth_tuples.empty()) event.fields.push_back({"count", std::to_string(message->auth_tuples.size())});
  if (message->auts) event.fields.push_back({"resynchronisation", "yes"});
  for (const auto& info : message->pdp_infos)
    if (info.apn) event.fields.push_back({"apn", *info.apn});
  if (gsm::gsup::is_error(header.type)) {
    if (kind == Kind::received) event.kind = Kind::failure;  // once, not again when it is forwarded
    const auto cause = message->cause.value_or(0);
    event.fields.push_back({"cause", std::to_string(cause)});
    event.fields.push_back({"reason", words(cause)});
  }
  return event;
}

Event refusal_event(const MessageHeader& request, std::uint8_t cause, const std::string& reason,
                    const Upstream* upstream) {
  auto event = event_of(Actor::vno, Actor::sgsn, Kind::failure, to_string(error_of(request.type)));
  set_subscriber(event, request, upstream);
  event.fields.push_back({"cause", std::to_string(cause)});
  event.fields.push_back({"reason", words(cause) + ": " + reason});
  return event;
}

Event discarded_event(Actor from, const std::string& reason) {
  auto event = event_of(from, Actor::vno, Kind::discarded, "discarded");
  event.fields.push_back({"reason", reason});
  return event;
}

Event link_event(const Upstream& upstream, bool ready, const std::string& reason) {
  auto event = event_of(Actor::vno, upstream.actor, Kind::state, ready ? "upstream_ready" : "upstream_lost");
  event.fields.push_back({"name", upstream.name});
  event.fields.push_back({"plmn", upstream.plmn.to_string()});
  if (!reason.empty()) event.fields.push_back({"reason", reason});
  return event;
}

Event sgsn_event(bool connected, const std::string& detail) {
  auto event = event_of(Actor::sgsn, Actor::vno, Kind::state, connected ? "sgsn_connected" : "sgsn_lost");
  if (!detail.empty()) event.fields.push_back({connected ? "name" : "reason", detail});
  return event;
}

}  // namespace foothold::operators::vno

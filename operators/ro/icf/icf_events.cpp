// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/icf_events.h"

namespace foothold::operators::icf {

using trace::Actor;
using trace::Event;
using trace::Kind;
using trace::Layer;

namespace {

Event event_of(Layer layer, Kind kind, Actor from, Actor to, std::string name, std::string device) {
  Event event;
  event.device = std::move(device);
  event.from = from;
  event.to = to;
  event.layer = layer;
  event.kind = kind;
  event.name = std::move(name);
  return event;
}

}  // namespace

Event gsup_event(Kind kind, const gsm::gsup::Message& message) {
  const bool received = kind == Kind::received;
  auto event = event_of(Layer::gsup, kind, received ? Actor::vno : Actor::icf, received ? Actor::icf : Actor::vno,
                        "gsup." + to_string(message.type), message.imsi.digits());
  event.fields.push_back({"imsi", message.imsi.digits()});
  if (!message.auth_tuples.empty()) event.fields.push_back({"count", std::to_string(message.auth_tuples.size())});
  if (message.cause) event.fields.push_back({"cause", std::to_string(*message.cause)});
  if (message.auts) event.fields.push_back({"resynchronisation", "yes"});
  for (const auto& info : message.pdp_infos)
    if (info.apn) event.fields.push_back({"apn", *info.apn});
  return event;
}

Event gsup_discarded(const std::string& reason) {
  auto event = event_of(Layer::gsup, Kind::discarded, Actor::vno, Actor::icf, "gsup.discarded", {});
  event.fields = {{"reason", reason}};
  return event;
}

Event vectors_generated(const gsm::Imsi& pcid, std::size_t count, const std::string& credential) {
  auto event = event_of(Layer::gsup, Kind::decision, Actor::icf, Actor::none, "icf.vectors_generated", pcid.digits());
  event.fields = {{"imsi", pcid.digits()}, {"count", std::to_string(count)}, {"credential", credential}};
  return event;
}

Event icf_event(Kind kind, const std::string& name, const gsm::Imsi& pcid, const std::string& reason) {
  auto event = event_of(Layer::gsup, kind, Actor::icf, Actor::none, "icf." + name, pcid.digits());
  event.fields = {{"imsi", pcid.digits()}};
  if (!reason.empty()) event.fields.push_back({"reason", reason});
  return event;
}

Event challenged(const std::string& pcid, const std::string& ip) {
  auto event = event_of(Layer::gba, Kind::sent, Actor::icf, Actor::m2me, "gba.challenged", pcid);
  event.fields = {{"pcid", pcid}, {"ip", ip}};
  return event;
}

Event bootstrapped(const std::string& pcid, const std::string& ip, const std::string& btid) {
  auto event = event_of(Layer::gba, Kind::received, Actor::m2me, Actor::icf, "gba.bootstrapped", pcid);
  event.fields = {{"pcid", pcid}, {"ip", ip}, {"btid", btid}};
  return event;
}

Event bootstrapping_refused(const std::string& pcid, const std::string& ip, const std::string& reason) {
  auto event = event_of(Layer::gba, Kind::failure, Actor::icf, Actor::m2me, "gba.refused", pcid);
  event.fields = {{"pcid", pcid}, {"ip", ip}, {"reason", reason}};
  return event;
}

}  // namespace foothold::operators::icf

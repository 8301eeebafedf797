// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/gsup_router.h"

#include <algorithm>

#include "operators/vno/router_events.h"

namespace foothold::operators::vno {

using namespace gsm::gsup;
using trace::Actor;
using trace::Kind;

namespace {

// An answer made here. It cannot fail: it has no list and no text.
Bytes error_answer(const MessageHeader& request, std::uint8_t cause) {
  Message answer(error_of(request.type), request.imsi);
  answer.cause = cause;
  return answer.encode().value();
}

}  // namespace

Result<GsupRouter> GsupRouter::create(std::string name, std::vector<Upstream> upstreams) {
  gsm::PlmnTable table;
  for (std::size_t i = 0; i < upstreams.size(); ++i)
    if (const auto added = table.add(upstreams[i].plmn, i); !added) return tl::unexpected(added.error());
  return GsupRouter(std::move(upstreams), std::move(table), name);
}

GsupRouter::GsupRouter(std::vector<Upstream> upstreams, gsm::PlmnTable table, const std::string& name)
    : upstreams_(std::move(upstreams)), table_(std::move(table)), links_(upstreams_.size(), UpstreamLink(name)) {}

RouterEffects GsupRouter::on_sgsn_connected(SgsnId sgsn) {
  RouterEffects effects;
  for (auto& effect : sgsns_[sgsn].start())
    if (auto* send = std::get_if<SendBytes>(&effect)) effects.emplace_back(SendToSgsn{sgsn, std::move(send->bytes)});
  return effects;
}

RouterEffects GsupRouter::on_sgsn_received(SgsnId sgsn, ByteView bytes, TimePoint now) {
  RouterEffects effects;
  const auto found = sgsns_.find(sgsn);
  if (found == sgsns_.end()) return effects;
  for (auto& effect : found->second.receive(bytes)) {
    if (auto* send = std::get_if<SendBytes>(&effect)) {
      effects.emplace_back(SendToSgsn{sgsn, std::move(send->bytes)});
    } else if (const auto* identified = std::get_if<ClientIdentified>(&effect)) {
      effects.emplace_back(WriteEvent{sgsn_event(true, identified->name)});
    } else if (const auto* received = std::get_if<MessageReceived>(&effect)) {
      from_sgsn(sgsn, received->gsup, now, effects);
    } else if (const auto* discarded = std::get_if<InputDiscarded>(&effect)) {
      effects.emplace_back(WriteEvent{discarded_event(Actor::sgsn, to_string(discarded->error))});
    } else if (const auto* close = std::get_if<CloseLink>(&effect)) {
      effects.emplace_back(CloseSgsn{sgsn});
      for (auto& last : on_sgsn_closed(sgsn, close->reason)) effects.push_back(std::move(last));
      return effects;
    }
  }
  return effects;
}

RouterEffects GsupRouter::on_sgsn_closed(SgsnId sgsn, const std::string& reason) {
  sgsns_.erase(sgsn);
  pending_.forget_sgsn(sgsn);
  locations_.forget_sgsn(sgsn);
  return {WriteEvent{sgsn_event(false, reason)}};
}

void GsupRouter::from_sgsn(SgsnId sgsn, const Bytes& gsup, TimePoint now, RouterEffects& effects) {
  const auto header = MessageHeader::decode(gsup);
  if (!header) {
    effects.emplace_back(WriteEvent{discarded_event(Actor::sgsn, to_string(header.error()))});
    return;
  }
  const auto route = table_.find(header->imsi);
  const auto* upstream = route ? &upstreams_[route->value] : nullptr;
  effects.emplace_back(WriteEvent{message_event(Actor::sgsn, Actor::vno, Kind::received, gsup, *header, upstream)});
  if (!route) {
    refuse(sgsn, *header, kCausePlmnNotAllowed, "no agreement with this subscriber's operator", effects);
    return;
  }
  if (!links_[route->value].is_ready()) {
    refuse(sgsn, *header, kCauseNetworkFailure, upstream->name + " cannot be reached", effects);
    return;
  }
  if (is_request(header->type)) {
    if (!pending_.add({header->imsi, header->type, sgsn, route->value, now + kAnswerTimeout})) {
      refuse(sgsn, *header, kCauseNetworkFailure, "too many requests wait for an answer", effects);
      return;
    }
    locations_.seen(header->imsi, sgsn);
  }
  effects.emplace_back(WriteEvent{message_event(Actor::vno, upstream->actor, Kind::sent, gsup, *header, upstream)});
  effects.emplace_back(SendToUpstream{route->value, encode_ipa_gsup(gsup)});
}

void GsupRouter::refuse(SgsnId sgsn, const MessageHeader& request, std::uint8_t cause, const std::string& reason,
                        RouterEffects& effects) {
  const auto route = table_.find(request.imsi);
  const auto* upstream = route ? &upstreams_[route->value] : nullptr;
  if (!is_request(request.type)) {  // an answer or a report: nobody waits
    effects.emplace_back(WriteEvent{discarded_event(Actor::sgsn, to_string(request.type) + ": " + reason)});
    return;
  }
  effects.emplace_back(WriteEvent{refusal_event(request, cause, reason, upstream)});
  effects.emplace_back(SendToSgsn{sgsn, encode_ipa_gsup(error_answer(request, cause))});
}

RouterEffects GsupRouter::on_upstream_connected(UpstreamIndex upstream, TimePoint now) {
  links_[upstream].connected(now);
  return {};
}

RouterEffects GsupRouter::on_upstream_received(UpstreamIndex upstream, ByteView bytes, TimePoint now) {
  RouterEffects effects;
  apply_link(upstream, links_[upstream].receive(bytes, now), now, effects);
  return effects;
}

RouterEffects GsupRouter::on_upstream_closed(UpstreamIndex upstream, const std::string& reason, TimePoint now) {
  RouterEffects effects;
  lose_upstream(upstream, reason, now, effects);
  return effects;
}

void GsupRouter::apply_link(UpstreamIndex upstream, ConnectionEffects link_effects, TimePoint now,
                            RouterEffects& effects) {
  const auto actor = upstreams_[upstream].actor;
  for (auto& effect : link_effects) {
    if (auto* send = std::get_if<SendBytes>(&effect)) {
      effects.emplace_back(SendToUpstream{upstream, std::move(send->bytes)});
    } else if (std::holds_alternative<LinkReady>(effect)) {
      effects.emplace_back(WriteEvent{link_event(upstreams_[upstream], true, "")});
    } else if (const auto* received = std::get_if<MessageReceived>(&effect)) {
      from_upstream(upstream, received->gsup, effects);
    } else if (const auto* discarded = std::get_if<InputDiscarded>(&effect)) {
      effects.emplace_back(WriteEvent{discarded_event(actor, to_string(discarded->error))});
    } else if (const auto* close = std::get_if<CloseLink>(&effect)) {
      effects.emplace_back(CloseUpstream{upstream});
      lose_upstream(upstream, close->reason, now, effects);
      return;
    }
  }
}

void GsupRouter::from_upstream(UpstreamIndex upstream, const Bytes& gsup, RouterEffects& effects) {
  const auto& record = upstreams_[upstream];
  const auto header = MessageHeader::decode(gsup);
  if (!header) {
    effects.emplace_back(WriteEvent{discarded_event(record.actor, to_string(header.error()))});
    return;
  }
  const auto route = table_.find(header->imsi);
  if (!route || route->value != upstream) {
    effects.emplace_back(WriteEvent{discarded_event(
        record.actor, to_string(header->type) + ": " + header->imsi.digits() + " is not of " + record.name)});
    return;
  }
  effects.emplace_back(WriteEvent{message_event(record.actor, Actor::vno, Kind::received, gsup, *header, &record)});
  std::optional<SgsnId> sgsn;
  if (is_error(header->type) || is_result(header->type)) {
    if (const auto request = pending_.take(header->imsi, header->type)) sgsn = request->sgsn;
  } else {
    sgsn = locations_.find(header->imsi);
  }
  if (sgsn) {
    effects.emplace_back(WriteEvent{message_event(Actor::vno, Actor::sgsn, Kind::sent, gsup, *header, &record)});
    effects.emplace_back(SendToSgsn{*sgsn, encode_ipa_gsup(gsup)});
    return;
  }
  effects.emplace_back(WriteEvent{discarded_event(record.actor, to_string(header->type) + ": no SGSN waits for it")});
  if (is_request(header->type))
    effects.emplace_back(SendToUpstream{upstream, encode_ipa_gsup(error_answer(*header, kCauseImsiUnknownInHlr))});
}

void GsupRouter::lose_upstream(UpstreamIndex upstream, const std::string& reason, TimePoint now,
                               RouterEffects& effects) {
  if (links_[upstream].closed(now)) effects.emplace_back(WriteEvent{link_event(upstreams_[upstream], false, reason)});
  for (const auto& request : pending_.take_all_of_upstream(upstream))
    refuse(request.sgsn, {request.type, request.imsi}, kCauseNetworkFailure,
           upstreams_[upstream].name + " went away before it answered", effects);
}

RouterEffects GsupRouter::on_time(TimePoint now) {
  RouterEffects effects;
  for (UpstreamIndex i = 0; i < links_.size(); ++i) {
    if (links_[i].wants_connection(now)) {
      links_[i].connecting(now);
      effects.emplace_back(ConnectUpstream{i});
    } else {
      apply_link(i, links_[i].on_time(now), now, effects);
    }
  }
  for (const auto& request : pending_.take_expired(now))
    refuse(request.sgsn, {request.type, request.imsi}, kCauseNetworkFailure,
           upstreams_[request.upstream].name + " does not answer", effects);
  return effects;
}

std::optional<TimePoint> GsupRouter::next_deadline() const {
  auto next = pending_.next_deadline();
  for (const auto& link : links_) next = std::min(next.value_or(TimePoint::max()), link.next_deadline());
  return next;
}

}  // namespace foothold::operators::vno

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/dpf_service.h"

#include <utility>

#include "base/base64.h"
#include "dm/syncml/message.h"
#include "operators/service/service_event.h"

namespace foothold::operators::dpf {
namespace {

using dm::ServerSession;
using trace::Actor;
using trace::Kind;
using trace::Layer;

bool is_pcid(const std::string& text) {
  return text.size() >= 6 && text.size() <= 15 && text.find_first_not_of("0123456789") == std::string::npos;
}

bool is_dm(std::string_view content_type) {
  return content_type.substr(0, content_type.find_first_of("; ")) == dm::kContentType;
}

// Evidence is any text that the device gave.
std::string in_json(const nlohmann::json& body) {
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

HttpAnswer dm_answer(const Bytes& body) {
  return {200, std::string(body.begin(), body.end()), std::string(dm::kContentType)};
}

// What the store says of a request of the SHO.
JsonAnswer answer_of(const Result<bool>& added) {
  if (added) return {202};
  return refusal(added.error().answer == 0 ? 500 : added.error().answer, to_string(added.error()));
}

}  // namespace

Result<std::unique_ptr<DpfService>> DpfService::open(DpfSettings settings, trace::Sink& events, RetryPolicy retry) {
  auto store = OrderStore::open(settings.database);
  if (!store) return tl::unexpected(store.error());
  auto client = JsonClient::open(settings.operators, Actor::dpf, events, retry);
  if (!client) return tl::unexpected(client.error());
  return std::unique_ptr<DpfService>(
      new DpfService(std::move(settings), std::move(*store), std::move(*client), events));
}

DpfService::DpfService(DpfSettings settings, std::unique_ptr<OrderStore> store, std::unique_ptr<JsonClient> client,
                       trace::Sink& events)
    : settings_(std::move(settings)),
      store_(std::move(store)),
      client_(std::move(client)),
      events_(events),
      outbox_(*store_, *client_, settings_.sho, events),
      device_http_(settings_.device, Actor::dpf, events),
      operators_http_(settings_.operators, Actor::dpf, events) {
  device_http_.route("POST", "/dm", {}, [this](const HttpRequest& request) { return device_message(request); });
  operators_http_.post_json("/dpf/v1/orders", {"SHO"},
                            [this](const HttpRequest&, const nlohmann::json& body) { return order_received(body); });
  operators_http_.post_json("/dpf/v1/objects", {"SHO"},
                            [this](const HttpRequest&, const nlohmann::json& body) { return object_received(body); });
  operators_http_.post_json("/dpf/v1/refusals", {"SHO"},
                            [this](const HttpRequest&, const nlohmann::json& body) { return refusal_received(body); });
}

Result<void> DpfService::start() {
  if (auto started = operators_http_.start(); !started) return started;
  if (auto started = device_http_.start(); !started) return started;
  outbox_.start();
  return {};
}

void DpfService::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  device_http_.stop();
  operators_http_.stop();
  outbox_.stop();
}

void DpfService::wake_waiting() {
  {
    const std::lock_guard lock(mutex_);
    ++changes_;
  }
  changed_.notify_all();
}

JsonAnswer DpfService::order_received(const nlohmann::json& body) {
  const auto request = parse_order(body);
  if (!request) return refusal(400, to_string(request.error()));
  const auto added = store_->add(*request);
  if (added) wake_waiting();
  return answer_of(added);
}

JsonAnswer DpfService::object_received(const nlohmann::json& body) {
  const auto request = parse_object(body);
  if (!request) return refusal(400, to_string(request.error()));
  const auto added = store_->add(*request);
  if (added && *added) {
    events_.write(service_event(Kind::received, Layer::mcim, Actor::sho, Actor::dpf, request->pcid,
                                "dpf.object_received",
                                {{"transaction", request->transaction}, {"mcim", request->mcim}}));
    if (auto kept = keep_object(settings_.faults, request->object); !kept) {
      events_.write(service_event(Kind::note, Layer::lab, Actor::dpf, Actor::none, request->pcid, "dpf.object_not_kept",
                                  {{"reason", to_string(kept.error())}}));
    }
  }
  if (added) wake_waiting();
  return answer_of(added);
}

JsonAnswer DpfService::refusal_received(const nlohmann::json& body) {
  const auto request = parse_refusal(body);
  if (!request) return refusal(400, to_string(request.error()));
  const auto added = store_->add(*request);
  if (added && *added) {
    events_.write(service_event(Kind::received, Layer::mcim, Actor::sho, Actor::dpf, request->pcid,
                                "dpf.refusal_received",
                                {{"transaction", request->transaction}, {"reason", request->reason}}));
  }
  if (added) wake_waiting();
  return answer_of(added);
}

HttpAnswer DpfService::device_message(const HttpRequest& request) {
  // The handshake has proven the certificate to be a PfC; its UID says which device this is.
  const std::string pcid = request.certificate ? request.certificate->user_id() : "";
  if (!is_pcid(pcid)) return {403};
  if (!is_dm(request.content_type)) return {415};
  const Bytes body(request.body.begin(), request.body.end());
  const auto message = dm::from_wbxml(body);
  if (!message) {
    events_.write(service_event(Kind::discarded, Layer::dm, Actor::m2me, Actor::dpf, pcid, "dm.message_discarded",
                                {{"reason", to_string(message.error())}}));
    return {400};
  }
  const auto entry = sessions_.of(pcid, *message);
  if (!entry) {
    events_.write(service_event(Kind::discarded, Layer::dm, Actor::m2me, Actor::dpf, pcid, "dm.message_discarded",
                                {{"reason", "of a session that is not open"}}));
    return dm_answer(dm::refusal_of(*message, message->header.target, dm::StatusCode::bad_request));
  }
  wake_waiting();  // a session that this one supersedes may be among them
  if (entry->users.fetch_add(1) >= kMaxRequestsOfSession) {
    entry->users.fetch_sub(1);
    return {503};
  }
  Result<Bytes> answer;
  {
    const std::lock_guard lock(entry->mutex);
    answer = order_of(pcid).and_then([&](const ServerSession::Order& order) {
      return exchange(*entry, entry->session.on_message(*message, body, order), pcid);
    });
  }
  entry->users.fetch_sub(1);
  if (answer) return dm_answer(*answer);
  // Nothing was stored, so nothing is said; the device begins anew.
  sessions_.forget(pcid, entry);
  events_.write(service_event(Kind::failure, Layer::dm, Actor::dpf, Actor::none, pcid, "dm.session_failed",
                              {{"reason", to_string(answer.error())}}));
  return {500};
}

Result<ServerSession::Order> DpfService::order_of(const std::string& pcid) {
  auto order = store_->newest(pcid);
  if (!order || !*order) return order;
  auto object = object_in_transit(settings_.faults, std::move((*order)->object));
  if (!object) return tl::unexpected(object.error());
  (*order)->object = std::move(*object);
  return order;
}

// Performs the effects in order until the answer comes.
Result<Bytes> DpfService::exchange(DeviceSessions::Entry& entry, ServerSession::Effects effects,
                                   const std::string& pcid) {
  for (;;) {
    bool waits = false;
    for (const ServerSession::Effect& effect : effects) {
      Result<void> done;
      if (const auto* answer = std::get_if<ServerSession::Answer>(&effect)) {
        if (answer->body.empty()) return fail("no answer can be written");
        return answer->body;
      }
      if (const auto* event = std::get_if<ServerSession::WriteEvent>(&effect)) events_.write(event->event);
      if (const auto* evidence = std::get_if<ServerSession::EvidenceGiven>(&effect)) done = perform(*evidence, pcid);
      if (const auto* result = std::get_if<ServerSession::ResultGiven>(&effect)) done = perform(*result, pcid);
      if (std::holds_alternative<ServerSession::WaitForSho>(effect)) waits = true;
      if (!done) return tl::unexpected(done.error());
    }
    if (!waits) return fail("no answer");
    auto next = wait_for_sho(entry, pcid);
    if (!next) return tl::unexpected(next.error());
    effects = std::move(*next);
  }
}

Result<ServerSession::Effects> DpfService::wait_for_sho(DeviceSessions::Entry& entry, const std::string& pcid) {
  ServerSession& session = entry.session;
  const auto deadline = std::chrono::steady_clock::now() + settings_.wait;
  std::unique_lock lock(mutex_);
  if (waiting_ >= kMaxWaiting) return session.on_wait_expired();
  ++waiting_;
  Result<ServerSession::Effects> effects;
  bool in_time = true;
  while (effects && effects->empty()) {
    const std::uint64_t seen = changes_;
    lock.unlock();
    const auto order = order_of(pcid);
    effects = order ? Result<ServerSession::Effects>(session.on_order(*order)) : tl::unexpected(order.error());
    if (effects && effects->empty() && !in_time) effects = session.on_wait_expired();
    lock.lock();
    if (!effects || !effects->empty()) break;
    const auto ends = [&] { return stopping_ || entry.superseded.load(); };
    in_time = changed_.wait_until(lock, deadline, [&] { return changes_ != seen || ends(); }) && !ends();
  }
  --waiting_;
  return effects;
}

Result<void> DpfService::perform(const ServerSession::EvidenceGiven& given, const std::string& pcid) {
  const nlohmann::json body = {{"transaction", given.transaction},
                               {"pcid", pcid},
                               {"pfc_sign", to_base64(given.pfc_sign)},
                               {"pfc_enc", to_base64(given.pfc_enc)},
                               {"evidence", given.evidence}};
  const auto stored = store_->evidence_given(given.transaction, "/sho/v1/evidence", in_json(body));
  if (stored) outbox_.wake();
  return stored;
}

Result<void> DpfService::perform(const ServerSession::ResultGiven& given, const std::string& pcid) {
  const nlohmann::json body = {
      {"transaction", given.transaction}, {"pcid", pcid}, {"result", given.result}, {"reason", given.reason}};
  const auto stored = store_->close(given.transaction, "/sho/v1/reports", in_json(body));
  if (!stored) return stored;
  outbox_.wake();
  // A device attaches with its MCIM as soon as the session ends, and the SHO takes a report of success once its HLR has
  // the subscriber. An SHO that is away does not keep the device: the report goes out later.
  if (given.result == 0) outbox_.wait_until_taken(pcid, settings_.wait);
  return {};
}

}  // namespace foothold::operators::dpf

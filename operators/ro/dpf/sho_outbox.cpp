// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/dpf/sho_outbox.h"

#include <chrono>
#include <utility>

#include "operators/service/service_event.h"
#include "pki/strict_json.h"

namespace foothold::operators::dpf {
namespace {

// After the client's own attempts failed.
constexpr std::chrono::seconds kPause{2};

}  // namespace

ShoOutbox::ShoOutbox(OrderStore& store, JsonClient& client, std::string sho, trace::Sink& events)
    : store_(store), client_(client), sho_(std::move(sho)), events_(events) {}

void ShoOutbox::start() {
  thread_ = std::thread([this] { run(); });
}

void ShoOutbox::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  client_.cancel();
  if (thread_.joinable()) thread_.join();
}

void ShoOutbox::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

void ShoOutbox::run() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, kPause, [this] { return woken_ || stopping_; });
      if (stopping_) return;
      woken_ = false;
    }
    while (deliver_one()) {
    }
  }
}

bool ShoOutbox::deliver_one() {
  const auto next = store_.next_outgoing();
  if (!next || !*next) return false;
  const OrderStore::Outgoing& message = **next;
  const auto body = pki::parse_json(message.body, HttpService::kMaxBody);
  if (!body) return store_.delivered(message.id).has_value();  // not written by this program
  const auto answer = client_.post(sho_ + message.path, *body, trace::Actor::sho, message.pcid);
  if (!answer || answer->status >= 500) return false;
  if (answer->status >= 400) {
    events_.write(
        service_event(trace::Kind::failure, trace::Layer::mcim, trace::Actor::dpf, trace::Actor::sho, message.pcid,
                      "dpf.message_refused",
                      {{"path", message.path}, {"reason", "the SHO answers " + std::to_string(answer->status)}}));
  }
  return store_.delivered(message.id).has_value();
}

}  // namespace foothold::operators::dpf

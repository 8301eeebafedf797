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

bool ShoOutbox::wait_until_taken(const std::string& pcid, std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto seen = deliveries_;
    lock.unlock();
    const auto left = store_.has_outgoing(pcid);
    lock.lock();
    if (left && !*left) return true;
    if (!changed_.wait_until(lock, deadline, [&] { return deliveries_ != seen || stopping_; }) || stopping_)
      return false;
  }
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
  const bool taken = store_.delivered(message.id).has_value();
  {
    const std::lock_guard lock(mutex_);
    ++deliveries_;
  }
  changed_.notify_all();
  return taken;
}

}  // namespace foothold::operators::dpf

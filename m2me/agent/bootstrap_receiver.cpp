// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/agent/bootstrap_receiver.h"

namespace foothold::m2me {
namespace {

constexpr int kMacWrong = 0x9862;  // TS 102 221 10.2.1.5.4: authentication error, incorrect MAC

}  // namespace

Result<std::unique_ptr<BootstrapReceiver>> BootstrapReceiver::listen(std::uint16_t port, TreClient& tre,
                                                                     std::string device, trace::Sink& sink) {
  std::unique_ptr<BootstrapReceiver> self(new BootstrapReceiver(tre, std::move(device), sink));
  auto receiver = PushReceiver::listen(port, [raw = self.get()](const Bytes& document, const PushReceiver::Mac& mac) {
    return raw->on_push(document, mac);
  });
  if (!receiver) return tl::unexpected(receiver.error());
  self->receiver_ = std::move(*receiver);
  return self;
}

std::optional<dm::Bootstrap> BootstrapReceiver::wait(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  arrived_.wait_for(lock, timeout, [this] { return bootstrap_.has_value(); });
  return bootstrap_;
}

PushVerdict BootstrapReceiver::on_push(const Bytes& document, const PushReceiver::Mac& mac) {
  note(trace::Kind::received, "dm.bootstrap_received", {{"bytes", std::to_string(document.size())}});
  // The MAC first: nothing is parsed that the RO did not make.
  if (const auto verified = tre_.verify_bootstrap(mac, document); !verified) {
    note(trace::Kind::failure, "dm.bootstrap_refused", {{"reason", to_string(verified.error())}});
    return verified.error().answer == kMacWrong ? PushVerdict::wrong_mac : PushVerdict::malformed;
  }
  auto bootstrap = dm::parse_bootstrap(document);
  if (!bootstrap) {
    note(trace::Kind::failure, "dm.bootstrap_refused", {{"reason", to_string(bootstrap.error())}});
    return PushVerdict::malformed;
  }
  note(trace::Kind::state, "dm.bootstrap_applied", {{"dpf", bootstrap->dpf}, {"sho", bootstrap->sho}});
  const std::lock_guard lock(mutex_);
  bootstrap_ = std::move(*bootstrap);
  arrived_.notify_all();
  return PushVerdict::applied;
}

void BootstrapReceiver::note(trace::Kind kind, const char* name, std::vector<trace::Field> fields) {
  trace::Event event;
  event.device = device_;
  event.from = kind == trace::Kind::received ? trace::Actor::drf : trace::Actor::m2me;
  event.to = kind == trace::Kind::received ? trace::Actor::m2me : trace::Actor::none;
  event.layer = trace::Layer::dm;
  event.kind = kind;
  event.name = name;
  event.fields = std::move(fields);
  sink_.write(std::move(event));
}

}  // namespace foothold::m2me

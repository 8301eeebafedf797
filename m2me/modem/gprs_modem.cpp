// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/modem/gprs_modem.h"

#include <sys/random.h>

#include <condition_variable>
#include <future>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

#include "m2me/mobile/mobile.h"
#include "m2me/modem/event_loop.h"
#include "m2me/modem/usim_authentication.h"
#include "m2me/net/network_namespace.h"
#include "m2me/net/tun_device.h"

namespace foothold::m2me {
namespace {

using Clock = std::chrono::steady_clock;

std::uint32_t random_bits() {
  std::uint32_t bits = 0;
  while (getrandom(&bits, sizeof bits, 0) != sizeof bits) {
  }
  return bits;
}

bool is_ipv4(ByteView packet) {
  return !packet.empty() && packet[0] >> 4 == 4;
}

class ThreadedModem final : public GprsModem, private rf_bridge::RadioLinkHandler {
 public:
  ThreadedModem(ModemSettings settings, UsimClient& usim, trace::Sink& sink)
      : settings_(std::move(settings)), usim_(usim), sink_(sink) {}

  ~ThreadedModem() override {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
  }

  Result<void> start(OpenRadioLink open_link) {
    std::promise<Result<void>> ready;
    auto started = ready.get_future();
    thread_ = std::thread([this, ready = std::move(ready), open = std::move(open_link)]() mutable {
      loop_.prepare_thread();
      auto set_up = prepare(open);
      const bool good = set_up.has_value();
      ready.set_value(std::move(set_up));
      if (good) {
        link_->start();
        loop_.run();
      }
      timers_.clear();
      link_.reset();
      tun_.reset();
      EventLoop::leave_thread();
    });
    return started.get();
  }

  Result<void> use_subscription(const gsm::Imsi& imsi) override {
    return on_loop([this, imsi]() -> Result<void> {
      if (mobile_->has_bearer()) return fail("disconnect first", "subscription");
      settings_.gmm.imsi = imsi;
      link_->set_imsi(imsi);
      begin_anew();
      return {};
    });
  }

  Result<Bearer> connect(const std::string& apn, std::chrono::milliseconds timeout) override {
    auto name = gsm::sm::AccessPointName::parse(apn);
    if (!name) return tl::unexpected(name.error());
    {
      const std::lock_guard lock(mutex_);
      if (bearer_ && bearer_->apn == apn) return *bearer_;
      if (bearer_) return fail("disconnect first: there is a bearer for " + bearer_->apn, "APN " + apn);
      failure_.reset();
    }
    loop_.post([this, name = *name] { carry_out(mobile_->connect(name)); });
    std::unique_lock lock(mutex_);
    const auto settled = [&] { return failure_.has_value() || bearer_.has_value(); };
    if (!changed_.wait_for(lock, timeout, settled)) return fail("no bearer came up in time", "APN " + apn);
    if (failure_) return fail(*failure_, "APN " + apn);
    return *bearer_;
  }

  Result<void> disconnect(std::chrono::milliseconds timeout) override {
    {
      const std::lock_guard lock(mutex_);
      disconnected_ = false;
    }
    loop_.post([this] { carry_out(mobile_->disconnect()); });
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, timeout, [&] { return disconnected_; })) return {};
    lock.unlock();
    // Gone without the network's word, as with a battery that is taken out; the next attach tells it.
    (void)on_loop([this]() -> Result<void> {
      if (mobile_->has_bearer()) carry_out(BearerDown{"the detach was not confirmed"});
      begin_anew();
      return {};
    });
    return fail("the network did not confirm the detach in time", "detach");
  }

  void verify_registration() override {
    loop_.post([this] { carry_out(mobile_->verify_registration()); });
  }

  std::optional<Bearer> bearer() const override {
    const std::lock_guard lock(mutex_);
    return bearer_;
  }
  std::uint64_t bearer_count() const override {
    const std::lock_guard lock(mutex_);
    return bearer_count_;
  }
  void on_bearer_down(std::function<void()> told) override {
    const std::lock_guard lock(told_mutex_);
    bearer_down_ = std::move(told);
  }
  Result<void> enter_network() const override { return network_->enter(); }

 private:
  // On the modem's thread: a mobile that was just switched on.
  void begin_anew() {
    timers_.clear();
    mobile_.emplace(settings_.gmm, random_bits);
    if (cell_) carry_out(mobile_->on_cell_available(*cell_));
  }

  // On the modem's thread. The link is opened first: its socket belongs to the namespace that this thread leaves then.
  Result<void> prepare(const OpenRadioLink& open) {
    auto link = open(*this);
    if (!link) return tl::unexpected(link.error());
    auto network = NetworkNamespace::unshare();
    if (!network) return tl::unexpected(network.error());
    auto tun = TunDevice::open(settings_.tun);
    if (!tun) return tl::unexpected(tun.error());
    link_ = std::move(*link);
    network_.emplace(std::move(*network));
    tun_.emplace(std::move(*tun));
    mobile_.emplace(settings_.gmm, random_bits);
    link_->set_imsi(settings_.gmm.imsi);
    return loop_.watch(tun_->fd(), [this] { read_packets(); });
  }

  template <class Work>
  Result<void> on_loop(Work work) {
    std::promise<Result<void>> done;
    auto result = done.get_future();
    loop_.post([&] { done.set_value(work()); });
    return result.get();
  }

  void read_packets() {
    // A bounded number in one turn, so that the air is served as well.
    for (int i = 0; i < 32; ++i) {
      const auto packet = tun_->read();
      if (!packet || packet->empty()) return;
      if (is_ipv4(*packet)) carry_out(mobile_->send_packet(*packet));  // the kernel also tries IPv6 on the interface
    }
  }

  // rf_bridge::RadioLinkHandler
  void on_cell_available(const rf_bridge::CellInformation& cell) override {
    cell_ = cell.identity.routing_area;
    note(trace::Kind::state, "cell.available", cell.decoded);
    carry_out(mobile_->on_cell_available(*cell_));
  }
  void on_cell_lost(const std::string& reason) override {
    cell_.reset();
    note(trace::Kind::state, "cell.lost", {{"reason", reason}});
    carry_out(mobile_->on_cell_lost());
  }
  void on_llc_pdu(gsm::Tlli tlli, ByteView pdu) override { carry_out(mobile_->on_llc_pdu(tlli, pdu)); }
  void on_paging(const gsm::MobileIdentity&) override {
    // Downlink data wakes this mobile anyway: osmo-sgsn sends it without waiting for the paging response.
  }

  void carry_out(MobileEffects effects) {
    for (auto& effect : effects) std::visit([this](auto& it) { carry_out(it); }, effect);
  }
  void carry_out(const SendLlcPdu& it) { link_->send_llc_pdu(it.tlli, it.pdu); }
  void carry_out(const ChangeLinkTlli& it) { link_->assign_tlli(it.old_tlli, it.new_tlli); }
  void carry_out(const StartMobileTimer& it) {
    auto& timer = timers_[it.timer];
    if (!timer) timer = loop_.timer([this, id = it.timer] { carry_out(mobile_->on_timer(id)); });
    timer->start(it.duration);
  }
  void carry_out(const StopMobileTimer& it) {
    if (const auto timer = timers_.find(it.timer); timer != timers_.end()) timer->second->stop();
  }
  void carry_out(const gsm::gmm::AuthenticateRequest& it) {
    // Not from within: the answer is an input of its own.
    loop_.post([this, it] {
      auto outcome = authenticate(usim_, it);
      if (auto* good = std::get_if<gsm::gmm::Authenticated>(&outcome); good && settings_.flip_res) good->res[0] ^= 1;
      carry_out(mobile_->on_authenticate_response(it.id, outcome));
    });
  }
  void carry_out(const DeliverPacket& it) {
    if (auto written = tun_->write(it.packet); !written) {
      note(trace::Kind::discarded, "ip.discarded", {{"reason", to_string(written.error())}});
    }
  }
  void carry_out(const BearerUp& it) {
    if (auto up = tun_->activate(it.bearer.address, it.bearer.mtu); !up) {
      carry_out(ConnectFailed{to_string(up.error())});
      return;
    }
    note(trace::Kind::state, "bearer.up",
         {{"apn", it.bearer.apn}, {"address", to_string(it.bearer.address)}, {"mtu", std::to_string(it.bearer.mtu)}});
    const std::lock_guard lock(mutex_);
    bearer_ = it.bearer;
    ++bearer_count_;
    changed_.notify_all();
  }
  void carry_out(const BearerDown& it) {
    (void)tun_->deactivate();  // it may be down already; nothing goes through it any more in either case
    note(trace::Kind::state, "bearer.down", {{"reason", it.reason}});
    {
      const std::lock_guard lock(mutex_);
      bearer_.reset();
      changed_.notify_all();
    }
    const std::lock_guard lock(told_mutex_);
    if (bearer_down_) bearer_down_();
  }
  void carry_out(const ConnectFailed& it) {
    const std::lock_guard lock(mutex_);
    failure_ = it.reason;
    changed_.notify_all();
  }
  void carry_out(const Disconnected&) {
    const std::lock_guard lock(mutex_);
    disconnected_ = true;
    changed_.notify_all();
  }
  void carry_out(trace::Event& it) { sink_.write(std::move(it)); }

  void note(trace::Kind kind, std::string name, std::vector<trace::Field> fields) {
    trace::Event event;
    event.device = settings_.gmm.device;
    event.from = trace::Actor::m2me;
    event.layer = trace::Layer::um;
    event.kind = kind;
    event.name = std::move(name);
    event.fields = std::move(fields);
    sink_.write(std::move(event));
  }

  ModemSettings settings_;
  UsimClient& usim_;
  trace::Sink& sink_;
  EventLoop loop_;
  std::thread thread_;

  // Of the modem's thread, once start() has returned.
  std::unique_ptr<rf_bridge::RadioLink> link_;
  std::optional<TunDevice> tun_;
  std::optional<Mobile> mobile_;
  std::optional<gsm::RoutingArea> cell_;
  std::map<MobileTimer, std::unique_ptr<EventLoop::Timer>> timers_;

  std::optional<NetworkNamespace> network_;  // set before start() returns

  std::mutex told_mutex_;
  std::function<void()> bearer_down_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Bearer> bearer_;
  std::uint64_t bearer_count_ = 0;
  std::optional<std::string> failure_;
  bool disconnected_ = false;
};

}  // namespace

Result<std::unique_ptr<GprsModem>> GprsModem::start(ModemSettings settings, OpenRadioLink open_link, UsimClient& usim,
                                                    trace::Sink& sink) {
  auto modem = std::make_unique<ThreadedModem>(std::move(settings), usim, sink);
  if (auto started = modem->start(std::move(open_link)); !started) return tl::unexpected(started.error());
  return modem;
}

}  // namespace foothold::m2me

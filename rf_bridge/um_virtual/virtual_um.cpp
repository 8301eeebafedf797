// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um_virtual/virtual_um.h"

extern "C" {
#include <osmocom/core/select.h>
#include <osmocom/core/timer.h>
}

#include <algorithm>
#include <array>
#include <utility>

#include "rf_bridge/effect_queue.h"
#include "rf_bridge/osmo_deadline.h"
#include "rf_bridge/um_virtual/multicast_socket.h"
#include "rf_bridge/um_virtual/virtual_phy.h"

namespace foothold::rf_bridge::um_virtual {
namespace {

constexpr std::size_t kLargestDatagram = 2048;
// Datagrams read in one turn of the loop, so that a flood does not keep timers and others waiting.
constexpr int kDatagramsPerTurn = 64;

Instant now_is() {
  return std::chrono::steady_clock::now();
}

class OsmoVirtualUm final : public VirtualUm {
 public:
  OsmoVirtualUm(const VirtualUmSettings& settings, MulticastSocket socket, PhysicalLayerHandler& handler,
                trace::Sink& sink)
      : arfcn_(settings.arfcn),
        socket_(std::move(socket)),
        teller_(settings.arfcn, settings.device, handler, sink),
        phy_(settings.arfcn) {
    osmo_timer_setup(
        &timer_, [](void* self) { static_cast<OsmoVirtualUm*>(self)->on_time(); }, this);
    osmo_fd_setup(
        &osmo_fd_, socket_.fd(), OSMO_FD_READ,
        [](osmo_fd* fd, unsigned) {
          static_cast<OsmoVirtualUm*>(fd->data)->read();
          return 0;
        },
        this, 0);
  }
  OsmoVirtualUm(const OsmoVirtualUm&) = delete;
  OsmoVirtualUm& operator=(const OsmoVirtualUm&) = delete;
  ~OsmoVirtualUm() override { stop(); }

  void start() override {
    if (running_ || osmo_fd_register(&osmo_fd_) != 0) return;  // fails only for an fd that is not open
    running_ = true;
  }

  void stop() override {
    if (!running_) return;
    running_ = false;
    queue_.clear();
    osmo_timer_del(&timer_);
    osmo_fd_unregister(&osmo_fd_);
    phy_ = VirtualPhy(arfcn_);
  }

  gsm::l1::FrameNumber now() const override { return phy_.frame(now_is()); }

  void send_access_burst(std::uint8_t random_access, unsigned slots_to_skip) override {
    phy_.send_access_burst(random_access, slots_to_skip, now_is());
    wake_in_time();
  }
  // Its effects are a datagram or an event, none for the handler: this may be called from within a call of ours.
  void send_block(const gsm::l1::UplinkBlock& block) override { perform(phy_.send_block(block, now_is())); }
  void listen(std::uint8_t timeslots) override { phy_.listen(timeslots); }
  void set_timing_advance(std::uint8_t) override {}  // nothing propagates here

 private:
  void read() {
    for (int i = 0; i < kDatagramsPerTurn && running_; ++i) {
      const auto received = socket_.receive(buffer_);
      if (!received.more) return;
      perform(phy_.on_datagram(received.datagram, now_is()));
    }
  }
  void on_time() { perform(phy_.on_time(now_is())); }

  void perform(PhyEffects effects) {
    const bool all_done = queue_.run(std::move(effects), [this](auto& one) { perform_one(one); });
    if (all_done) wake_in_time();
  }
  void perform_one(SendDatagram& it) { socket_.send(it.octets); }
  void perform_one(auto& told) { teller_.tell(told); }

  void wake_in_time() { expire_at(timer_, running_ ? phy_.next() : std::nullopt); }

  std::uint16_t arfcn_;
  MulticastSocket socket_;
  EffectTeller teller_;
  VirtualPhy phy_;
  bool running_ = false;
  EffectQueue<PhyEffect> queue_;
  osmo_fd osmo_fd_{};
  osmo_timer_list timer_{};
  std::array<std::uint8_t, kLargestDatagram> buffer_{};
};

}  // namespace

Result<std::unique_ptr<VirtualUm>> VirtualUm::open(const VirtualUmSettings& settings, PhysicalLayerHandler& handler,
                                                   trace::Sink& sink) {
  auto socket = MulticastSocket::open(settings.downlink, settings.uplink, settings.interface);
  if (!socket) return tl::unexpected(socket.error());
  return std::make_unique<OsmoVirtualUm>(settings, std::move(*socket), handler, sink);
}

}  // namespace foothold::rf_bridge::um_virtual

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/um_virtual/virtual_um.h"

#include <array>
#include <utility>

#include "rf_bridge/effect_queue.h"
#include "rf_bridge/osmo_loop.h"
#include "rf_bridge/um_virtual/multicast_socket.h"
#include "rf_bridge/um_virtual/virtual_phy.h"

namespace foothold::rf_bridge::um_virtual {
namespace {

constexpr std::size_t kLargestDatagram = 2048;

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
        phy_(settings.arfcn),
        readable_(socket_.fd(), [this] { read(); }),
        timer_([this] { perform(phy_.on_time(now_is())); }) {}
  ~OsmoVirtualUm() override { stop(); }

  void start() override {
    if (!running_) running_ = readable_.watch();
  }

  void stop() override {
    if (!running_) return;
    running_ = false;
    queue_.clear();
    timer_.stop();
    readable_.unwatch();
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
    read_datagrams(socket_, buffer_, running_,
                   [this](ByteView datagram) { perform(phy_.on_datagram(datagram, now_is())); });
  }

  void perform(PhyEffects effects) {
    const bool all_done = queue_.run(std::move(effects), [this](auto& one) { perform_one(one); });
    if (all_done) wake_in_time();
  }
  void perform_one(SendDatagram& it) { socket_.send(it.octets); }
  void perform_one(auto& told) { teller_.tell(told); }

  void wake_in_time() { timer_.expire_at(running_ ? phy_.next() : std::nullopt); }

  std::uint16_t arfcn_;
  MulticastSocket socket_;
  EffectTeller teller_;
  VirtualPhy phy_;
  bool running_ = false;
  EffectQueue<PhyEffect> queue_;
  OsmoDescriptor readable_;
  OsmoTimer timer_;
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

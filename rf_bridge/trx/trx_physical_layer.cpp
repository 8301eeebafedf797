// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/trx_physical_layer.h"

#include <array>
#include <utility>

#include "rf_bridge/effect_queue.h"
#include "rf_bridge/osmo_loop.h"
#include "rf_bridge/trx/mobile_phy.h"
#include "rf_bridge/trx/udp_socket.h"

namespace foothold::rf_bridge::trx {
namespace {

constexpr std::uint16_t kControlPort = 1, kBurstPort = 2;  // from the base port

Instant now_is() {
  return std::chrono::steady_clock::now();
}

class OsmoTrxPhysicalLayer final : public TrxPhysicalLayer {
 public:
  OsmoTrxPhysicalLayer(const TrxSettings& settings, Carrier carrier, UdpSocket control, UdpSocket bursts,
                       PhysicalLayerHandler& handler, trace::Sink& sink)
      : control_(std::move(control)),
        bursts_(std::move(bursts)),
        teller_(settings.arfcn, settings.device, handler, sink),
        phy_(settings.arfcn, carrier),
        control_readable_(control_.fd(), [this] { read_control(); }),
        bursts_readable_(bursts_.fd(), [this] { read_bursts(); }),
        timer_([this] { perform(phy_.on_time(now_is())); }) {}
  ~OsmoTrxPhysicalLayer() override { stop(); }

  void start() override {
    if (running_ || !control_readable_.watch() || !bursts_readable_.watch()) return;
    running_ = true;
    perform(phy_.start(now_is()));
  }

  void stop() override {
    if (!running_) return;
    running_ = false;
    queue_.clear();
    for (auto& effect : phy_.stop()) {
      if (const auto* command = std::get_if<SendControl>(&effect)) control_.send(command->octets);
    }
    timer_.stop();
    control_readable_.unwatch();
    bursts_readable_.unwatch();
  }

  gsm::l1::FrameNumber now() const override { return phy_.frame(); }
  void send_access_burst(std::uint8_t random_access, unsigned slots_to_skip) override {
    perform(phy_.send_access_burst(random_access, slots_to_skip));
  }
  void send_block(const gsm::l1::UplinkBlock& block) override { perform(phy_.send_block(block)); }
  void listen(std::uint8_t timeslots) override { phy_.listen(timeslots); }
  void set_timing_advance(std::uint8_t timing_advance) override {
    perform(phy_.set_timing_advance(timing_advance, now_is()));
  }

 private:
  void read_control() {
    read_datagrams(control_, buffer_, running_,
                   [this](ByteView datagram) { perform(phy_.on_control(datagram, now_is())); });
  }
  void read_bursts() {
    read_datagrams(bursts_, buffer_, running_,
                   [this](ByteView datagram) { perform(phy_.on_bursts(datagram, now_is())); });
  }

  void perform(PhyEffects effects) {
    const bool all_done = queue_.run(std::move(effects), [this](auto& one) { perform_one(one); });
    if (all_done) timer_.expire_at(running_ ? phy_.next() : std::nullopt);
  }
  void perform_one(SendControl& it) { control_.send(it.octets); }
  void perform_one(SendBursts& it) { bursts_.send(it.octets); }
  void perform_one(auto& told) { teller_.tell(told); }

  UdpSocket control_;
  UdpSocket bursts_;
  EffectTeller teller_;
  MobilePhy phy_;
  bool running_ = false;
  EffectQueue<PhyEffect> queue_;
  OsmoDescriptor control_readable_;
  OsmoDescriptor bursts_readable_;
  OsmoTimer timer_;
  std::array<std::uint8_t, kLargestTrxdDatagram + 1> buffer_{};
};

}  // namespace

Result<std::unique_ptr<TrxPhysicalLayer>> TrxPhysicalLayer::open(const TrxSettings& settings,
                                                                 PhysicalLayerHandler& handler, trace::Sink& sink) {
  const auto carrier = carrier_of(settings.arfcn);
  if (!carrier) return tl::unexpected(carrier.error());
  const auto transceiver = parse_endpoint(settings.transceiver, "transceiver");
  if (!transceiver) return tl::unexpected(transceiver.error());
  const auto local = parse_endpoint(settings.local, "local");
  if (!local) return tl::unexpected(local.error());
  auto control = UdpSocket::open(*local, *transceiver, kControlPort);
  if (!control) return tl::unexpected(control.error());
  auto bursts = UdpSocket::open(*local, *transceiver, kBurstPort);
  if (!bursts) return tl::unexpected(bursts.error());
  return std::make_unique<OsmoTrxPhysicalLayer>(settings, *carrier, std::move(*control), std::move(*bursts), handler,
                                                sink);
}

}  // namespace foothold::rf_bridge::trx

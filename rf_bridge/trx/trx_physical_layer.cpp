// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/trx_physical_layer.h"

extern "C" {
#include <osmocom/core/select.h>
#include <osmocom/core/timer.h>
}

#include <algorithm>
#include <array>
#include <utility>

#include "rf_bridge/effect_queue.h"
#include "rf_bridge/osmo_deadline.h"
#include "rf_bridge/trx/mobile_phy.h"
#include "rf_bridge/trx/udp_socket.h"

namespace foothold::rf_bridge::trx {
namespace {

constexpr std::uint16_t kControlPort = 1, kBurstPort = 2;  // from the base port
// Datagrams read in one turn of the loop, so that a flood does not keep timers and others waiting.
constexpr int kDatagramsPerTurn = 64;

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
        phy_(settings.arfcn, carrier) {
    osmo_timer_setup(
        &timer_, [](void* self) { static_cast<OsmoTrxPhysicalLayer*>(self)->on_time(); }, this);
    osmo_fd_setup(
        &control_fd_, control_.fd(), OSMO_FD_READ,
        [](osmo_fd* fd, unsigned) {
          static_cast<OsmoTrxPhysicalLayer*>(fd->data)->read_control();
          return 0;
        },
        this, 0);
    osmo_fd_setup(
        &bursts_fd_, bursts_.fd(), OSMO_FD_READ,
        [](osmo_fd* fd, unsigned) {
          static_cast<OsmoTrxPhysicalLayer*>(fd->data)->read_bursts();
          return 0;
        },
        this, 0);
  }
  OsmoTrxPhysicalLayer(const OsmoTrxPhysicalLayer&) = delete;
  OsmoTrxPhysicalLayer& operator=(const OsmoTrxPhysicalLayer&) = delete;
  ~OsmoTrxPhysicalLayer() override { stop(); }

  void start() override {
    if (running_ || osmo_fd_register(&control_fd_) != 0) return;  // fails only for an fd that is not open
    osmo_fd_register(&bursts_fd_);
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
    osmo_timer_del(&timer_);
    osmo_fd_unregister(&control_fd_);
    osmo_fd_unregister(&bursts_fd_);
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
    for (int i = 0; i < kDatagramsPerTurn && running_; ++i) {
      const auto received = control_.receive(buffer_);
      if (!received.more) return;
      perform(phy_.on_control(received.datagram, now_is()));
    }
  }
  void read_bursts() {
    for (int i = 0; i < kDatagramsPerTurn && running_; ++i) {
      const auto received = bursts_.receive(buffer_);
      if (!received.more) return;
      perform(phy_.on_bursts(received.datagram, now_is()));
    }
  }
  void on_time() { perform(phy_.on_time(now_is())); }

  void perform(PhyEffects effects) {
    const bool all_done = queue_.run(std::move(effects), [this](auto& one) { perform_one(one); });
    if (all_done) expire_at(timer_, running_ ? phy_.next() : std::nullopt);
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
  osmo_fd control_fd_{};
  osmo_fd bursts_fd_{};
  osmo_timer_list timer_{};
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

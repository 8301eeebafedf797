// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/l1ctl/l1ctl_physical_layer.h"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/unique_fd.h"
#include "rf_bridge/effect_queue.h"
#include "rf_bridge/l1ctl/l1ctl_phy.h"
#include "rf_bridge/osmo_loop.h"
#include "trace/unix_socket.h"

namespace foothold::rf_bridge::l1ctl {
namespace {

constexpr std::size_t kReadAtOnce = 4096;

Instant now_is() {
  return std::chrono::steady_clock::now();
}

class OsmoL1ctl final : public L1ctlPhysicalLayer {
 public:
  OsmoL1ctl(const L1ctlSettings& settings, UniqueFd socket, PhysicalLayerHandler& handler, trace::Sink& sink)
      : socket_(std::move(socket)),
        teller_(settings.arfcn, settings.device, handler, sink),
        phy_(settings.arfcn),
        readable_(socket_.get(), [this] { read(); }) {}
  ~OsmoL1ctl() override { stop(); }

  void start() override {
    if (running_ || !readable_.watch()) return;
    running_ = true;
    perform(phy_.start());
  }
  void stop() override {
    if (!running_) return;
    running_ = false;
    queue_.clear();
    phy_.stop();
    readable_.unwatch();
  }

  gsm::l1::FrameNumber now() const override { return phy_.frame(now_is()); }
  void send_access_burst(std::uint8_t random_access, unsigned slots_to_skip) override {
    perform(phy_.send_access_burst(random_access, slots_to_skip));
  }
  void send_block(const gsm::l1::UplinkBlock& block) override { perform(phy_.send_block(block)); }
  void listen(std::uint8_t timeslots) override { perform(phy_.listen(timeslots)); }
  void set_timing_advance(std::uint8_t timing_advance) override { perform(phy_.set_timing_advance(timing_advance)); }

 private:
  void read() {
    const auto count = ::recv(socket_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
      readable_.unwatch();
      perform(phy_.on_closed());
      return;
    }
    perform(phy_.on_octets({buffer_.data(), static_cast<std::size_t>(count)}, now_is()));
    if (phy_.broken()) readable_.unwatch();
  }

  void perform(PhyEffects effects) {
    queue_.run(std::move(effects), [this](auto& one) { perform_one(one); });
  }
  // A layer 1 that leaves so much unread is of no more use, and half a message would make nonsense of the next: the
  // socket then reads as closed.
  void perform_one(SendOctets& it) {
    const auto sent = ::send(socket_.get(), it.octets.data(), it.octets.size(), MSG_NOSIGNAL);
    if (sent != static_cast<ssize_t>(it.octets.size())) ::shutdown(socket_.get(), SHUT_RDWR);
  }
  void perform_one(auto& told) { teller_.tell(told); }

  UniqueFd socket_;
  EffectTeller teller_;
  L1ctlPhy phy_;
  bool running_ = false;
  EffectQueue<PhyEffect> queue_;
  OsmoDescriptor readable_;
  std::array<std::uint8_t, kReadAtOnce> buffer_{};
};

}  // namespace

Result<std::unique_ptr<L1ctlPhysicalLayer>> L1ctlPhysicalLayer::open(const L1ctlSettings& settings,
                                                                     PhysicalLayerHandler& handler, trace::Sink& sink) {
  auto socket = trace::connect_unix(settings.socket);
  if (!socket) return tl::unexpected(socket.error());
  return std::make_unique<OsmoL1ctl>(settings, std::move(*socket), handler, sink);
}

}  // namespace foothold::rf_bridge::l1ctl

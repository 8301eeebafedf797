// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/gb_link.h"

#include <netinet/in.h>
#include <sys/socket.h>

extern "C" {
#include <osmocom/core/select.h>
#include <osmocom/core/timer.h>
}

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "base/unique_fd.h"
#include "rf_bridge/effect_queue.h"
#include "rf_bridge/gb/bss.h"
#include "rf_bridge/ipv4_endpoint.h"

namespace foothold::rf_bridge::gb {

namespace {

constexpr std::size_t kLargestDatagram = 65535;
// Datagrams read in one turn of the loop, so that a flood does not keep timers and others waiting.
constexpr int kDatagramsPerTurn = 64;

Result<sockaddr_in> parse_endpoint(const std::string& text, const char* field) {
  if (const auto address = parse_ipv4_endpoint(text)) return *address;
  return fail("'" + text + "' is no IPv4 address with a port, such as 127.0.0.1:2157", field);
}

Result<UniqueFd> open_socket(const GbSettings& settings) {
  auto sgsn = parse_endpoint(settings.sgsn, "sgsn");
  if (!sgsn) return tl::unexpected(sgsn.error());
  UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return fail(std::string("cannot open a UDP socket: ") + std::strerror(errno));
  if (!settings.local.empty()) {
    auto local = parse_endpoint(settings.local, "local");
    if (!local) return tl::unexpected(local.error());
    if (::bind(fd.get(), reinterpret_cast<const sockaddr*>(&*local), sizeof *local) != 0) {
      return fail("cannot bind to " + settings.local + ": " + std::strerror(errno), "local");
    }
  }
  // Connected: nobody but the SGSN is heard, and an ICMP "port unreachable" becomes an error of this socket.
  if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&*sgsn), sizeof *sgsn) != 0) {
    return fail("cannot reach " + settings.sgsn + ": " + std::strerror(errno), "sgsn");
  }
  return fd;
}

class OsmoGbLink final : public GbLink {
 public:
  OsmoGbLink(const GbSettings& settings, UniqueFd fd, RadioLinkHandler& handler, trace::Sink& sink)
      : fd_(std::move(fd)), handler_(handler), sink_(sink), device_(settings.device), bss_(settings.ns, settings.cell) {
    for (std::size_t i = 0; i < kTimers; ++i) {
      expiries_[i] = {this, static_cast<Timer>(i)};
      osmo_timer_setup(&timers_[i], &OsmoGbLink::on_expiry, &expiries_[i]);
    }
    osmo_timer_setup(&refusal_, &OsmoGbLink::on_refusal, this);
    osmo_fd_setup(&osmo_fd_, fd_.get(), OSMO_FD_READ, &OsmoGbLink::on_readable, this, 0);
  }

  OsmoGbLink(const OsmoGbLink&) = delete;
  OsmoGbLink& operator=(const OsmoGbLink&) = delete;
  ~OsmoGbLink() override { stop(); }

  void start() override {
    if (running_) return;
    if (osmo_fd_register(&osmo_fd_) != 0) return;  // fails only for an fd that is not open
    running_ = true;
    perform(bss_.start());
  }

  void stop() override {
    if (!running_) return;
    running_ = false;
    queue_.clear();
    for (auto& effect : bss_.stop()) {
      if (auto* event = std::get_if<trace::Event>(&effect)) write(std::move(*event));
    }
    for (auto& timer : timers_) osmo_timer_del(&timer);
    osmo_timer_del(&refusal_);
    osmo_fd_unregister(&osmo_fd_);
  }

  void send_llc_pdu(gsm::Tlli tlli, ByteView pdu) override { perform(bss_.send_llc_pdu(tlli, pdu)); }

  // A BSS without a radio has neither contention resolution nor paging groups.
  void assign_tlli(gsm::Tlli, gsm::Tlli) override {}
  void set_imsi(const gsm::Imsi&) override {}

 private:
  struct Expiry {
    OsmoGbLink* link = nullptr;
    Timer timer{};
  };

  static int on_readable(osmo_fd* fd, unsigned int) {
    static_cast<OsmoGbLink*>(fd->data)->read();
    return 0;
  }
  static void on_expiry(void* data) {
    auto* expiry = static_cast<Expiry*>(data);
    expiry->link->perform(expiry->link->bss_.on_timer(expiry->timer));
  }
  static void on_refusal(void* data) {
    auto* link = static_cast<OsmoGbLink*>(data);
    link->perform(link->bss_.on_refused());
  }

  void read() {
    for (int i = 0; i < kDatagramsPerTurn && running_; ++i) {
      const auto size = ::recv(fd_.get(), buffer_.data(), buffer_.size(), 0);
      if (size >= 0) {
        perform(bss_.on_datagram(ByteView(buffer_.data(), static_cast<std::size_t>(size))));
      } else if (errno == ECONNREFUSED) {
        perform(bss_.on_refused());
      } else if (errno != EINTR) {
        return;  // EAGAIN: all read
      }
    }
  }

  void perform(Bss::Effects effects) {
    queue_.run(std::move(effects), [this](auto& one) { perform_one(one); });
  }

  void perform_one(SendDatagram& datagram) {
    if (::send(fd_.get(), datagram.octets.data(), datagram.octets.size(), MSG_NOSIGNAL) >= 0) return;
    // What send() reports is the answer to an earlier datagram. It is told from the loop, not from within the caller.
    if (errno == ECONNREFUSED && running_) osmo_timer_schedule(&refusal_, 0, 0);
    // Anything else (ENOBUFS) is a lost datagram, as on any network: the timers repeat what matters.
  }
  void perform_one(StartTimer& start) {
    const auto milliseconds = static_cast<int>(start.duration.count());
    osmo_timer_schedule(&timers_[static_cast<std::size_t>(start.timer)], milliseconds / 1000,
                        milliseconds % 1000 * 1000);
  }
  void perform_one(StopTimer& stop) { osmo_timer_del(&timers_[static_cast<std::size_t>(stop.timer)]); }
  void perform_one(CellAvailable& available) { handler_.on_cell_available(available.cell); }
  void perform_one(CellLost& lost) { handler_.on_cell_lost(lost.reason); }
  void perform_one(LlcDelivered& delivered) { handler_.on_llc_pdu(delivered.tlli, delivered.pdu); }
  void perform_one(Paged& paged) { handler_.on_paging(paged.identity); }
  void perform_one(trace::Event& event) { write(std::move(event)); }

  void write(trace::Event event) {
    event.device = device_;
    sink_.write(std::move(event));
  }

  UniqueFd fd_;
  RadioLinkHandler& handler_;
  trace::Sink& sink_;
  std::string device_;
  Bss bss_;
  bool running_ = false;
  EffectQueue<BssEffect> queue_;
  osmo_fd osmo_fd_{};
  std::array<osmo_timer_list, kTimers> timers_{};
  std::array<Expiry, kTimers> expiries_{};
  osmo_timer_list refusal_{};
  std::array<std::uint8_t, kLargestDatagram> buffer_{};
};

}  // namespace

Result<std::unique_ptr<GbLink>> GbLink::open(const GbSettings& settings, RadioLinkHandler& handler, trace::Sink& sink) {
  auto fd = open_socket(settings);
  if (!fd) return tl::unexpected(fd.error());
  return std::make_unique<OsmoGbLink>(settings, std::move(*fd), handler, sink);
}

}  // namespace foothold::rf_bridge::gb

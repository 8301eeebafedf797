// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_capture.h"

#include <string>
#include <utility>

#include "lab/capture/packet_capture.h"
#include "lab/daemons/osmo_hlr.h"
#include "lab/run/plan.h"
#include "trace/wire/ip_packet.h"

namespace foothold::lab {
namespace {

using trace::Actor;
namespace wire = trace::wire;

bool is_hlr_vty(const wire::IpPacket& packet) {
  return packet.protocol == wire::kTcp && packet.has_port(OsmoHlr::kVtyPort);
}

// Multicast blocks of the virtual Um, or TRXC and TRXD. The machine tells every Um frame that it hears or sends, as
// Wireshark knows it; here each would be a second time, and empty ones between.
bool is_air(const wire::IpPacket& packet) {
  constexpr std::uint32_t kScopedMulticast = 239;
  constexpr std::uint16_t kFirstTrxPort = 5700, kLastTrxPort = 9399;
  return packet.protocol == wire::kUdp &&
         (packet.destination.address >> 24U == kScopedMulticast ||
          (packet.destination.port >= kFirstTrxPort && packet.destination.port <= kLastTrxPort));
}

class WithoutVtyAndAir : public trace::Sink {
 public:
  WithoutVtyAndAir(trace::Sink& next, unsigned machines_at_gb) : next_(next), machines_at_gb_(machines_at_gb) {}
  void write(trace::Event event) override {
    if (event.name == "wire.packet") {
      const auto packet = wire::ip_packet_in(event);
      if (packet && (is_hlr_vty(*packet) || is_air(*packet))) return;
      if (packet && packet->protocol == wire::kUdp) event.device = device_of(*packet);
    }
    next_.write(std::move(event));
  }

 private:
  std::string device_of(const wire::IpPacket& packet) const {
    auto sender = plan::pcid_at_gb(packet.source.port, machines_at_gb_);
    return sender.empty() ? plan::pcid_at_gb(packet.destination.port, machines_at_gb_) : sender;
  }

  trace::Sink& next_;
  unsigned machines_at_gb_;
};

class LoopbackCapture : public RunCapture {
 public:
  LoopbackCapture(trace::Sink& sink, unsigned machines_at_gb) : filter_(sink, machines_at_gb) {}

  Result<void> open() {
    auto actors = actors_of_a_run();
    if (!actors) return tl::unexpected(actors.error());
    auto opened = capture::PacketCapture::open(std::move(*actors), filter_);
    if (!opened) return tl::unexpected(opened.error());
    capture_ = std::move(*opened);
    // Not the GGSN's TUNs: what goes through them is in GTP on `lo` as well, and a second copy of every TCP segment
    // leaves Wireshark with reassembly errors.
    return capture_->add("lo");
  }

 private:
  // docs/interfaces.md section 1.
  static Result<capture::AddressTable> actors_of_a_run() {
    struct Row {
      const char* address;
      std::uint16_t port;
      Actor actor;
    };
    static constexpr Row kRows[] = {
        {"127.0.0.1", 0, Actor::sgsn}, {"127.0.0.1", 4222, Actor::vno}, {"127.0.0.2", 0, Actor::ggsn},
        {"127.0.1.1", 0, Actor::icf},  {"127.0.3.1", 0, Actor::hlr},    {"10.23.1.1", 0, Actor::icf},
        {"10.23.1.2", 0, Actor::ccif}, {"10.23.1.3", 0, Actor::drf},    {"10.23.1.4", 0, Actor::dpf},
        {"10.23.2.1", 0, Actor::sho},  {"10.23.3.1", 0, Actor::pva},
    };
    capture::AddressTable table;
    for (const auto& row : kRows) {
      if (auto added = table.add(row.address, row.port, row.actor); !added) return tl::unexpected(added.error());
    }
    return table;
  }

  WithoutVtyAndAir filter_;
  std::unique_ptr<capture::PacketCapture> capture_;  // writes into filter_: ends before it
};

}  // namespace

Result<std::unique_ptr<RunCapture>> open_run_capture(trace::Sink& sink, unsigned machines_at_gb) {
  auto capture = std::make_unique<LoopbackCapture>(sink, machines_at_gb);
  if (auto opened = capture->open(); !opened) return tl::unexpected(opened.error());
  return std::unique_ptr<RunCapture>(std::move(capture));
}

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/packet_event.h"

#include <utility>

#include "trace/wire/ip_packet.h"

namespace foothold::lab::capture {
namespace {

namespace wire = trace::wire;

trace::Layer layer_of(const wire::IpPacket& packet) {
  for (const std::uint16_t port : {packet.source.port, packet.destination.port}) {
    if (packet.protocol == wire::kUdp && port == kNsPort) return trace::Layer::ns;
    if (packet.protocol == wire::kUdp && (port == kGtpControlPort || port == kGtpUserPort)) return trace::Layer::gtp;
    if (packet.protocol == wire::kTcp && port == kGsupPort) return trace::Layer::gsup;
  }
  return trace::Layer::ip;
}

}  // namespace

trace::Event packet_event(trace::Time time, trace::Payload payload, Bytes bytes, const AddressTable& actors) {
  trace::Event event;
  event.time = time;
  event.layer = trace::Layer::ip;
  event.kind = trace::Kind::received;
  event.name = "wire.packet";
  event.payload = payload;
  event.bytes = std::move(bytes);
  if (const auto packet = wire::ip_packet_in(event)) {
    event.layer = layer_of(*packet);
    event.from = actors.find(packet->source);
    event.to = actors.find(packet->destination);
    // The radio side's end of the Gb link has a port that nobody knows in advance.
    if (event.layer == trace::Layer::ns && packet->source.port != kNsPort) event.from = trace::Actor::bss;
    if (event.layer == trace::Layer::ns && packet->destination.port != kNsPort) event.to = trace::Actor::bss;
  }
  return event;
}

}  // namespace foothold::lab::capture

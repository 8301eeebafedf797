// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/packet_event.h"

#include <utility>

namespace foothold::lab::capture {
namespace {

trace::Layer layer_of(const IpPacket& packet) {
  for (const std::uint16_t port : {packet.source.port, packet.destination.port}) {
    if (packet.protocol == kUdp && port == kNsPort) return trace::Layer::ns;
    if (packet.protocol == kUdp && (port == kGtpControlPort || port == kGtpUserPort)) return trace::Layer::gtp;
    if (packet.protocol == kTcp && port == kGsupPort) return trace::Layer::gsup;
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
  const auto ip = payload == trace::Payload::ethernet ? ipv4_in_ethernet(event.bytes) : ByteView(event.bytes);
  if (!ip) return event;
  if (const auto packet = decode_ipv4(*ip)) {
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

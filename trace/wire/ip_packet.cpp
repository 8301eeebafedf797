// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/wire/ip_packet.h"

#include <algorithm>

#include "base/byte_reader.h"
#include "trace/pcapng/format.h"

namespace foothold::trace::wire {
namespace {

// The payload of TCP is a convenience: what cannot be found does not cost the packet its ports.
ByteView payload_of_tcp(ByteView segment) {
  constexpr std::size_t kShortestHeader = 20;
  if (segment.size() < kShortestHeader) return {};
  const std::size_t header = (segment[12] >> 4U) * std::size_t{4};
  if (header < kShortestHeader || header > segment.size()) return {};
  return segment.subspan(header);
}

}  // namespace

Result<IpPacket> decode_ipv4(ByteView packet) {
  constexpr std::size_t kShortestHeader = 20;
  if (packet.size() < kShortestHeader) return fail("shorter than an IPv4 header", "ip", packet.size());
  if (packet[0] >> 4U != 4) return fail("not IPv4", "version", 0);
  const std::size_t header = (packet[0] & 0x0fU) * std::size_t{4};
  if (header < kShortestHeader || header > packet.size()) return fail("impossible header length", "ihl", 0);
  // What comes after the total length is padding of the link (RFC 894). Offloaded packets have 0 there.
  std::size_t total = static_cast<std::size_t>(packet[2] << 8U | packet[3]);
  if (total == 0) total = packet.size();
  if (total < header) return fail("shorter than its header", "total length", 2);
  packet = packet.first(std::min(total, packet.size()));

  IpPacket out;
  out.protocol = packet[9];
  ByteReader addresses(packet.subspan(12, 8), 12);
  out.source.address = *addresses.u32("source");
  out.destination.address = *addresses.u32("destination");
  const auto fragment_offset = static_cast<unsigned>(packet[6] << 8U | packet[7]) & 0x1fffU;
  if ((out.protocol != kUdp && out.protocol != kTcp) || fragment_offset != 0) return out;

  ByteReader transport(packet.subspan(header), header);
  const auto source = transport.u16("source port");
  if (!source) return tl::unexpected(source.error());
  const auto destination = transport.u16("destination port");
  if (!destination) return tl::unexpected(destination.error());
  out.source.port = *source;
  out.destination.port = *destination;
  if (out.protocol == kTcp) {
    out.payload = payload_of_tcp(packet.subspan(header));
    return out;
  }
  const auto length = transport.u16("udp length");
  if (!length) return tl::unexpected(length.error());
  const auto checksum = transport.u16("udp checksum");
  if (!checksum) return tl::unexpected(checksum.error());
  if (*length < 8U) return fail("shorter than its header", "udp length", header + 4);
  out.payload = transport.rest().first(std::min<std::size_t>(*length - 8U, transport.remaining()));
  return out;
}

std::optional<ByteView> ipv4_in(std::uint16_t link_type, ByteView packet) {
  // Where the ethertype stands, and how long the header is.
  const auto after = [&](std::size_t type_at, std::size_t header) -> std::optional<ByteView> {
    if (packet.size() < header || packet[type_at] != 0x08 || packet[type_at + 1] != 0x00) return std::nullopt;
    return packet.subspan(header);
  };
  switch (link_type) {
    case pcapng::kLinkTypeEthernet:
      if (packet.size() >= 18 && packet[12] == 0x81 && packet[13] == 0x00) return after(16, 18);
      return after(12, 14);
    case 113:  // Linux cooked
      return after(14, 16);
    case 276:  // the same, version 2
      return after(0, 20);
    case 0:  // BSD loopback
    case 108:
      return packet.size() < 4 ? std::nullopt : std::optional(packet.subspan(4));
    case 12:  // raw IP, under its three numbers
    case pcapng::kLinkTypeRaw:
    case 228:
      return packet;
    default:
      return std::nullopt;
  }
}

std::optional<IpPacket> ip_packet_in(const Event& event) {
  if (event.payload != Payload::ethernet && event.payload != Payload::ipv4) return std::nullopt;
  const auto link_type = event.payload == Payload::ethernet ? pcapng::kLinkTypeEthernet : pcapng::kLinkTypeRaw;
  const auto ip = ipv4_in(link_type, event.bytes);
  if (!ip) return std::nullopt;
  const auto packet = decode_ipv4(*ip);
  return packet ? std::optional(*packet) : std::nullopt;
}

}  // namespace foothold::trace::wire

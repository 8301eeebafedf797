// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/ip_packet.h"

#include <arpa/inet.h>

#include <algorithm>

#include "base/byte_reader.h"

namespace foothold::lab::capture {

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
  if (out.protocol == kTcp) return out;
  const auto length = transport.u16("udp length");
  if (!length) return tl::unexpected(length.error());
  const auto checksum = transport.u16("udp checksum");
  if (!checksum) return tl::unexpected(checksum.error());
  if (*length < 8U) return fail("shorter than its header", "udp length", header + 4);
  out.payload = transport.rest().first(std::min<std::size_t>(*length - 8U, transport.remaining()));
  return out;
}

std::optional<ByteView> ipv4_in_ethernet(ByteView frame) {
  constexpr std::size_t kHeader = 14;
  if (frame.size() < kHeader || frame[12] != 0x08 || frame[13] != 0x00) return std::nullopt;
  return frame.subspan(kHeader);
}

Result<std::uint32_t> parse_ipv4(const std::string& text) {
  in_addr address{};
  if (::inet_pton(AF_INET, text.c_str(), &address) != 1) return fail("not an IPv4 address", text);
  return ntohl(address.s_addr);
}

}  // namespace foothold::lab::capture

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "trace/event.h"

namespace foothold::trace::wire {

constexpr std::uint8_t kIcmp = 1;
constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kUdp = 17;

struct Endpoint {
  std::uint32_t address = 0;  // IPv4, host order
  std::uint16_t port = 0;     // 0 where the protocol has none
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// What we look at in a captured IPv4 packet. Fragments other than the first have neither ports nor payload.
struct IpPacket {
  Endpoint source;
  Endpoint destination;
  std::uint8_t protocol = 0;
  ByteView payload;  // of UDP and TCP; of others, or of a TCP whose header is not whole: empty. A view into the packet

  bool has_port(std::uint16_t port) const { return source.port == port || destination.port == port; }
};

// Errors: not IPv4, or shorter than its headers (of TCP: than its ports).
Result<IpPacket> decode_ipv4(ByteView packet);

// The IPv4 packet in a captured one, by pcap's link type: Ethernet with or without a VLAN tag, Linux cooked, BSD
// loopback, raw IP. Nothing for other link types or ethertypes, or without a whole link header.
std::optional<ByteView> ipv4_in(std::uint16_t link_type, ByteView packet);

// The same, of an event that carries a captured packet, decoded; nothing where it is none, or a broken one.
std::optional<IpPacket> ip_packet_in(const Event& event);

}  // namespace foothold::trace::wire

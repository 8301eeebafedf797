// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::lab::capture {

constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kUdp = 17;

struct Endpoint {
  std::uint32_t address = 0;  // IPv4, host order
  std::uint16_t port = 0;     // 0 where the protocol has none
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// What the lab looks at in a captured IPv4 packet.
struct IpPacket {
  Endpoint source;
  Endpoint destination;
  std::uint8_t protocol = 0;
  ByteView payload;  // of UDP: the datagram; of others: empty. A view into the packet
};

// Errors: not IPv4, or shorter than its headers. Fragments other than the first have no ports.
Result<IpPacket> decode_ipv4(ByteView packet);
// The IPv4 packet in an Ethernet frame; nothing for other ethertypes or a frame without a whole header.
std::optional<ByteView> ipv4_in_ethernet(ByteView frame);

// Dotted decimal, as inet_pton(3) reads it. Error: anything else.
Result<std::uint32_t> parse_ipv4(const std::string& text);

}  // namespace foothold::lab::capture

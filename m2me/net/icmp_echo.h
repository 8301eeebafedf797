// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::m2me {

// An ICMP echo message (RFC 792).
struct IcmpEcho {
  bool reply = false;
  std::uint16_t identifier = 0;
  std::uint16_t sequence = 0;
  Bytes data;
  friend bool operator==(const IcmpEcho&, const IcmpEcho&) = default;
};

Bytes encode_icmp_echo(const IcmpEcho& echo);
// Error: another ICMP message, too short, or a wrong checksum.
Result<IcmpEcho> decode_icmp_echo(ByteView message);

// The payload of an IPv4 packet, as a raw socket gives it. Error: no IPv4, or lengths that do not fit.
Result<ByteView> ipv4_payload(ByteView packet);

std::uint16_t internet_checksum(ByteView octets);  // RFC 1071

}  // namespace foothold::m2me

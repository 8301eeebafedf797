// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/byte_writer.h"
#include "base/result.h"

namespace foothold::gsm::sm {

using Ipv4Address = std::array<std::uint8_t, 4>;

// Protocol configuration options (TS 24.008 10.5.6.3): what the mobile and the gateway tell each other of IP.
struct ProtocolConfigurationOptions {
  struct Option {
    std::uint16_t id = 0;  // a PPP protocol (8021 IPCP) or a container (000d DNS server IPv4, 0010 IPv4 link MTU)
    Bytes contents;        // at most 255 octets
    friend bool operator==(const Option&, const Option&) = default;
  };
  static constexpr std::uint16_t kIpcp = 0x8021;
  static constexpr std::uint16_t kDnsServerIpv4 = 0x000d;
  static constexpr std::uint16_t kIpv4LinkMtu = 0x0010;

  std::vector<Option> options;

  // What our mobile asks for: DNS servers, by IPCP (RFC 1877) and by container, and the MTU.
  static ProtocolConfigurationOptions request_dns_and_mtu();

  // The DNS servers that an answer names, each once, in order; without 0.0.0.0.
  std::vector<Ipv4Address> dns_servers() const;
  // The MTU in octets, if the answer names one that IPv4 can use (RFC 791: at least 68).
  std::optional<std::uint16_t> mtu() const;

  static Result<ProtocolConfigurationOptions> decode(ByteView value);
  void encode(ByteWriter& writer) const;
  friend bool operator==(const ProtocolConfigurationOptions&, const ProtocolConfigurationOptions&) = default;
};

}  // namespace foothold::gsm::sm

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "base/byte_writer.h"
#include "base/result.h"
#include "gsm/sm/protocol_configuration_options.h"

namespace foothold::gsm::sm {

// Packet data protocol address (TS 24.008 10.5.6.4): IPv4 is what we speak; other types are kept as they came.
struct PdpAddress {
  static constexpr std::uint8_t kIetf = 1;     // PDP type organisation
  static constexpr std::uint8_t kIpv4 = 0x21;  // PDP type number under IETF
  std::uint8_t organisation = kIetf;
  std::uint8_t type = kIpv4;
  Bytes address;  // empty: dynamic, to be allotted

  // Nothing unless it is IPv4 with an address.
  std::optional<Ipv4Address> ipv4() const;

  static Result<PdpAddress> decode(ByteView value);
  void encode(ByteWriter& writer) const;
  friend bool operator==(const PdpAddress&, const PdpAddress&) = default;
};

std::string to_string(const Ipv4Address& address);  // "172.16.32.2"

}  // namespace foothold::gsm::sm

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/hex.h"
#include "tests/unit/trace/pcapng/pcap_file.h"

namespace foothold::gui::capture {

using trace::pcap_of;

inline Bytes octets(std::string_view hex) {
  return *from_hex(hex);
}

// An UDP datagram in IPv4.
inline Bytes udp_of(ByteView payload, std::uint16_t port) {
  Bytes out = octets("4500000000000000401100007f0000017f000001");
  const std::size_t total = 28 + payload.size();
  out[2] = static_cast<std::uint8_t>(total >> 8U);
  out[3] = static_cast<std::uint8_t>(total);
  for (const std::size_t value : {std::size_t{40000}, std::size_t{port}, 8 + payload.size(), std::size_t{0}}) {
    out.push_back(static_cast<std::uint8_t>(value >> 8U));
    out.push_back(static_cast<std::uint8_t>(value));
  }
  out.insert(out.end(), payload.begin(), payload.end());
  return out;
}

// GSMTAP (libosmocore's gsmtap.h) of a type, from the mobile.
inline Bytes gsmtap_of(std::uint8_t type, ByteView message) {
  Bytes out = octets("02040000400000000000000000000000");
  out[2] = type;
  out.insert(out.end(), message.begin(), message.end());
  return out;
}

// An attach request by IMSI 001020000000001 in an LLC UI frame in the clear: SAPI 1, N(U) 0, PM; then TS 24.008 9.4.1:
// network capability (2 octets), attach type 1, DRX parameter, identity (8 octets), old RAI. The FCS is not looked at.
inline Bytes attach_request_llc() {
  return octets(
      "01c001"
      "0801"
      "02e5e0"
      "01"
      "0a00"
      "08"
      "0910200000000010"
      "00f1100001ff"
      "000000");
}

}  // namespace foothold::gui::capture

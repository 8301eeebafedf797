// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/hex.h"
#include "tests/unit/trace/pcapng/pcap_file.h"
#include "tests/unit/trace/wire/packets.h"

namespace foothold::gui::capture {

using trace::pcap_of;

inline Bytes octets(std::string_view hex) {
  return *from_hex(hex);
}

inline Bytes udp_of(ByteView payload, std::uint16_t port) {
  return trace::wire::udp_packet({0x7f000001, 40000}, {0x7f000001, port}, payload);
}

// GSMTAP from the mobile.
inline Bytes gsmtap_of(trace::wire::GsmtapType type, ByteView message) {
  return trace::wire::gsmtap_message(type, true, message);
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

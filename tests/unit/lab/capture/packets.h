// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/byte_writer.h"
#include "base/hex.h"
#include "lab/capture/ip_packet.h"

namespace foothold::lab::capture::test {

// A UDP datagram in IPv4, without checksums (nobody here looks at them).
inline Bytes udp_packet(Endpoint source, Endpoint destination, ByteView payload) {
  Bytes out;
  ByteWriter writer(out);
  writer.u16(0x4500);
  writer.u16(static_cast<std::uint16_t>(28 + payload.size()));
  writer.u32(0);
  writer.u16(0x4011);
  writer.u16(0);
  writer.u32(source.address);
  writer.u32(destination.address);
  writer.u16(source.port);
  writer.u16(destination.port);
  writer.u16(static_cast<std::uint16_t>(8 + payload.size()));
  writer.u16(0);
  writer.bytes(payload);
  return out;
}

inline Bytes in_ethernet(const Bytes& packet) {
  Bytes frame(12);
  frame.push_back(0x08);
  frame.push_back(0x00);
  frame.insert(frame.end(), packet.begin(), packet.end());
  return frame;
}

// An NS UNITDATA as a mobile sent it to osmo-sgsn 1.9.0: BSSGP UL-UNITDATA, LLC UI, GMM ATTACH REQUEST with IMSI
// 001010000000001 (frame 17 of a capture at the SGSN's socket).
inline Bytes attach_request_ns() {
  return *from_hex(
      "00000002 017998a17f000004 088800f110000101000100800eb7"
      "01c00108010265e0710a0008091010000000001000f1100001011918b3432b2596620060809ac2c662006080bac8c66200608000c8df49");
}

}  // namespace foothold::lab::capture::test

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/byte_writer.h"
#include "base/bytes.h"
#include "trace/wire/gsmtap.h"
#include "trace/wire/ip_packet.h"

namespace foothold::trace::wire {

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

// Behind a link header of so many octets, with the ethertype at `type_at`.
inline Bytes behind_link(std::size_t header, std::size_t type_at, ByteView packet, std::uint16_t type = 0x0800) {
  Bytes frame(header);
  frame[type_at] = static_cast<std::uint8_t>(type >> 8U);
  frame[type_at + 1] = static_cast<std::uint8_t>(type);
  frame.insert(frame.end(), packet.begin(), packet.end());
  return frame;
}
inline Bytes in_ethernet(ByteView packet) {
  return behind_link(14, 12, packet);
}

inline Bytes gsmtap_message(GsmtapType type, bool uplink, ByteView payload) {
  Bytes out;
  ByteWriter writer(out);
  GsmtapHeader header;
  header.type = type;
  header.uplink = uplink;
  header.encode(writer);
  writer.bytes(payload);
  return out;
}

}  // namespace foothold::trace::wire

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "base/byte_writer.h"
#include "base/bytes.h"

namespace foothold::lab::replay {

inline Bytes ip_datagram(ByteView payload, std::uint16_t source_port, std::uint16_t destination_port) {
  Bytes out;
  ByteWriter writer(out);
  writer.u16(0x4500);
  writer.u16(static_cast<std::uint16_t>(28 + payload.size()));
  writer.u32(0);
  writer.u32(0x40110000);  // TTL 64, UDP, no checksum
  writer.u32(0x7f000001);
  writer.u32(0x7f000002);
  writer.u16(source_port);
  writer.u16(destination_port);
  writer.u16(static_cast<std::uint16_t>(8 + payload.size()));
  writer.u16(0);
  writer.bytes(payload);
  return out;
}

inline Bytes gsmtap_message(std::uint8_t type, bool uplink, ByteView payload) {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(2);
  writer.u8(4);
  writer.u8(type);
  writer.u8(0);
  writer.u16(uplink ? 0x4000 : 0);
  for (int i = 0; i < 10; ++i) writer.u8(0);
  writer.bytes(payload);
  return out;
}

// A pcap file, big endian, microseconds.
inline Bytes pcap_file(std::uint16_t link_type, const std::vector<Bytes>& packets) {
  Bytes out;
  ByteWriter writer(out);
  writer.u32(0xa1b2c3d4);
  writer.u32(0x00020004);
  writer.u32(0);
  writer.u32(0);
  writer.u32(65535);
  writer.u32(link_type);
  for (const auto& packet : packets) {
    writer.u32(1);
    writer.u32(0);
    writer.u32(static_cast<std::uint32_t>(packet.size()));
    writer.u32(static_cast<std::uint32_t>(packet.size()));
    writer.bytes(packet);
  }
  return out;
}

}  // namespace foothold::lab::replay

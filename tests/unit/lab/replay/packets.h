// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "base/byte_writer.h"
#include "base/bytes.h"
#include "tests/unit/trace/wire/packets.h"

namespace foothold::lab::replay {

inline Bytes ip_datagram(ByteView payload, std::uint16_t source_port, std::uint16_t destination_port) {
  return trace::wire::udp_packet({0x7f000001, source_port}, {0x7f000002, destination_port}, payload);
}

using trace::wire::gsmtap_message;

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

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "base/bytes.h"

namespace foothold::trace {

// A pcap of the given byte order with one packet of link type 101, at 1 s and 2 microseconds.
inline Bytes pcap_of(ByteView packet, bool big_endian = false) {
  Bytes out;
  const auto put = [&](std::uint64_t value, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      out.push_back(static_cast<std::uint8_t>(value >> 8U * (big_endian ? count - 1 - i : i)));
    }
  };
  put(0xa1b2c3d4, 4);
  put(2, 2);
  put(4, 2);
  put(0, 8);
  put(65535, 4);
  put(101, 4);
  put(1, 4);
  put(2, 4);
  put(packet.size(), 4);
  put(packet.size(), 4);
  out.insert(out.end(), packet.begin(), packet.end());
  return out;
}

// The packets of a pcapng that a program of ours wrote, counted by its blocks' types and lengths alone.
inline std::size_t packets_in(const std::string& path) {
  constexpr std::uint32_t kEnhancedPacket = 6;
  std::ifstream file(path, std::ios::binary);
  const Bytes octets(std::istreambuf_iterator<char>(file), {});
  std::size_t packets = 0;
  for (std::size_t at = 0; at + 12 <= octets.size();) {
    std::uint32_t head[2];
    std::memcpy(head, octets.data() + at, sizeof(head));
    packets += head[0] == kEnhancedPacket ? 1 : 0;
    if (head[1] < 12) break;
    at += head[1];
  }
  return packets;
}

}  // namespace foothold::trace

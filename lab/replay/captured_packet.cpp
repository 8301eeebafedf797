// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/captured_packet.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "base/byte_reader.h"
#include "lab/capture/ip_packet.h"
#include "trace/pcapng/event_json.h"

namespace foothold::lab::replay {
namespace {

constexpr std::uint16_t kLinkTypeGsmtapUm = 217;
constexpr std::uint16_t kGsmtapPort = 4729;

// Our own packets have their event as the comment's second line (trace/pcapng/event_writer.h).
std::optional<trace::Event> event_in(ByteView comment) {
  const std::string_view text(reinterpret_cast<const char*>(comment.data()), comment.size());
  const auto line_feed = text.find('\n');
  if (line_feed == std::string_view::npos || !text.substr(line_feed + 1).starts_with('{')) return std::nullopt;
  auto event = trace::event_from_json(text.substr(line_feed + 1));
  if (!event) return std::nullopt;
  return std::move(*event);
}

std::optional<ByteView> ipv4_in(std::uint16_t link_type, ByteView packet) {
  const auto after = [&](std::size_t header) -> std::optional<ByteView> {
    if (packet.size() < header) return std::nullopt;
    return packet.subspan(header);
  };
  switch (link_type) {
    case 1:
      return capture::ipv4_in_ethernet(packet);
    case 113:  // Linux cooked
      return after(16);
    case 276:  // the same, version 2
      return after(20);
    case 0:  // BSD loopback
    case 108:
      return after(4);
    case 12:  // raw IP, under its three numbers
    case 101:
    case 228:
      return packet;
    default:
      return std::nullopt;
  }
}

std::optional<GsmtapMessage> decode_gsmtap(ByteView octets) {
  constexpr std::size_t kShortestHeader = 16;
  if (octets.size() < kShortestHeader || octets[0] != 2) return std::nullopt;
  const std::size_t header = octets[1] * std::size_t{4};
  if (header < kShortestHeader || header > octets.size()) return std::nullopt;
  return GsmtapMessage{octets[2], octets[12], (octets[4] & 0x40U) != 0, octets.subspan(header)};
}

}  // namespace

Result<void> CaptureStream::feed(ByteView piece, const std::function<void(const CapturedPacket&)>& take) {
  blocks_.feed(piece);
  while (const auto packet = blocks_.next()) {
    CapturedPacket captured{++packets_, packet->link_type, packet->octets, std::nullopt};
    if (!packet->comment.empty()) captured.event = event_in(packet->comment);
    take(captured);
  }
  if (blocks_.error()) return tl::unexpected(*blocks_.error());
  return {};
}

Result<void> read_capture(const std::string& path, const std::function<void(const CapturedPacket&)>& take) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail("cannot be opened", path);
  CaptureStream stream;
  std::array<char, 65536> piece{};
  while (file.read(piece.data(), piece.size()) || file.gcount() > 0) {
    const ByteView octets(reinterpret_cast<const std::uint8_t*>(piece.data()), static_cast<std::size_t>(file.gcount()));
    if (auto read = stream.feed(octets, take); !read) return read;
  }
  if (stream.packets() == 0) return fail("holds no packet", path);
  return {};
}

std::optional<CapturedDatagram> datagram_in(std::uint16_t link_type, ByteView packet) {
  const auto ip = ipv4_in(link_type, packet);
  if (!ip) return std::nullopt;
  const auto decoded = capture::decode_ipv4(*ip);
  if (!decoded || decoded->protocol != capture::kUdp || decoded->payload.empty()) return std::nullopt;
  return CapturedDatagram{decoded->source.address, decoded->destination.address, decoded->source.port,
                          decoded->destination.port, decoded->payload};
}

std::optional<GsmtapMessage> gsmtap_in(std::uint16_t link_type, ByteView packet) {
  if (link_type == kLinkTypeGsmtapUm) return decode_gsmtap(packet);
  const auto datagram = datagram_in(link_type, packet);
  if (!datagram || (datagram->source_port != kGsmtapPort && datagram->destination_port != kGsmtapPort))
    return std::nullopt;
  return decode_gsmtap(datagram->payload);
}

}  // namespace foothold::lab::replay

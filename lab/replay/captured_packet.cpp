// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/captured_packet.h"

#include <array>
#include <fstream>
#include <utility>

#include "trace/pcapng/event_json.h"

namespace foothold::lab::replay {
namespace {

constexpr std::uint16_t kLinkTypeGsmtapUm = 217;
}  // namespace

Result<void> CaptureStream::feed(ByteView piece, const std::function<void(const CapturedPacket&)>& take) {
  blocks_.feed(piece);
  while (const auto packet = blocks_.next()) {
    CapturedPacket captured{++packets_, packet->link_type, packet->octets, std::nullopt};
    if (const auto json = trace::event_json_in(packet->comment); !json.empty()) {
      if (auto event = trace::event_from_json(json)) captured.event = std::move(*event);
    }
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

std::optional<wire::IpPacket> datagram_in(std::uint16_t link_type, ByteView packet) {
  const auto ip = wire::ipv4_in(link_type, packet);
  if (!ip) return std::nullopt;
  const auto decoded = wire::decode_ipv4(*ip);
  if (!decoded || decoded->protocol != wire::kUdp || decoded->payload.empty()) return std::nullopt;
  return *decoded;
}

std::optional<wire::GsmtapMessage> gsmtap_in(std::uint16_t link_type, ByteView packet) {
  if (link_type != kLinkTypeGsmtapUm) {
    const auto datagram = datagram_in(link_type, packet);
    if (!datagram || !datagram->has_port(wire::kGsmtapPort)) return std::nullopt;
    packet = datagram->payload;
  }
  const auto message = wire::decode_gsmtap(packet);
  return message ? std::optional(*message) : std::nullopt;
}

}  // namespace foothold::lab::replay

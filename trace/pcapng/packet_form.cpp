// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/pcapng/packet_form.h"

#include <algorithm>
#include <string_view>

#include "base/byte_reader.h"
#include "base/byte_writer.h"
#include "trace/describe.h"
#include "trace/wire/gsmtap.h"

namespace foothold::trace {
namespace {

using wire::GsmtapHeader;
using wire::GsmtapType;

constexpr std::size_t kIpHeaderLength = 20;
constexpr std::size_t kUdpHeaderLength = 8;
constexpr std::size_t kLargestIpPacket = 65535;
constexpr std::size_t kLargestUdpPayload = kLargestIpPacket - kIpHeaderLength - kUdpHeaderLength;
constexpr std::size_t kLargestFrame = 262144;  // what Wireshark reads in one packet

void gsmtap_header(ByteWriter& writer, GsmtapType type, bool uplink) {
  GsmtapHeader header;
  header.type = type;
  header.uplink = uplink;
  header.encode(writer);
}

// A C string in a field of `size` octets, always terminated.
void fixed_text(ByteWriter& writer, std::string_view text, std::size_t size) {
  text = text.substr(0, size - 1);
  for (const char letter : text) writer.u8(static_cast<std::uint8_t>(letter));
  for (std::size_t i = text.size(); i < size; ++i) writer.u8(0);
}

// libosmocore's levels (logging.h): DEBUG 1, INFO 3, NOTICE 5, ERROR 7.
std::uint8_t osmocore_level(Loudness loudness) {
  return static_cast<std::uint8_t>(2 * static_cast<unsigned>(loudness) + 1);
}

// struct gsmtap_osmocore_log_hdr and the text.
Bytes log_message(const Event& event) {
  using std::chrono::duration_cast;
  Bytes out;
  ByteWriter writer(out);
  gsmtap_header(writer, GsmtapType::osmocore_log, false);
  const auto since_epoch = std::max(event.time.time_since_epoch(), Time::duration{});
  const auto whole = duration_cast<std::chrono::seconds>(since_epoch);
  writer.u32(static_cast<std::uint32_t>(whole.count()));
  writer.u32(static_cast<std::uint32_t>(duration_cast<std::chrono::microseconds>(since_epoch - whole).count()));
  fixed_text(writer, to_string(event.from), 16);
  writer.u32(0);  // process id: the actor's name says enough
  writer.u8(osmocore_level(loudness_of(event)));
  writer.u24(0);
  fixed_text(writer, log_category(event.layer), 16);
  fixed_text(writer, printable(event.name), 32);  // where a source file's name would stand
  writer.u32(0);
  const std::string text = describe(event);
  for (const char letter : text) writer.u8(static_cast<std::uint8_t>(letter));
  return out;
}

Bytes udp_packet(const Event& event, ByteView payload) {
  Bytes out;
  ByteWriter writer(out);
  writer.u16(0x4500);  // IPv4, no options
  writer.u16(static_cast<std::uint16_t>(kIpHeaderLength + kUdpHeaderLength + payload.size()));
  writer.u32(0x00004000);  // identification 0, don't fragment
  writer.u16(0x4011);      // TTL 64, UDP
  writer.u16(0);           // checksum, below
  writer.u32(address_of(event.from));
  writer.u32(address_of(event.to));
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < kIpHeaderLength; i += 2) sum += static_cast<std::uint32_t>(out[i] << 8U | out[i + 1]);
  while (sum > 0xffff) sum = (sum & 0xffffU) + (sum >> 16U);
  out[10] = static_cast<std::uint8_t>(~sum >> 8U);
  out[11] = static_cast<std::uint8_t>(~sum);
  writer.u16(wire::kGsmtapPort);
  writer.u16(wire::kGsmtapPort);
  writer.u16(static_cast<std::uint16_t>(kUdpHeaderLength + payload.size()));
  writer.u16(0);  // no checksum (RFC 768)
  writer.bytes(payload);
  return out;
}

bool is_frame(Payload payload) {
  return payload == Payload::ethernet || payload == Payload::ipv4;
}

}  // namespace

std::uint32_t address_of(Actor actor) {
  return 0xc0000200U + static_cast<std::uint32_t>(actor);
}

Packet to_packet(const Event& event) {
  Packet packet;
  if (is_frame(event.payload) && !event.bytes.empty()) {
    packet.interface = event.payload == Payload::ethernet ? PacketInterface::ethernet : PacketInterface::ip;
    packet.cut = event.bytes.size() > kLargestFrame;
    const auto view = ByteView(event.bytes).first(std::min(event.bytes.size(), kLargestFrame));
    packet.bytes.assign(view.begin(), view.end());
    return packet;
  }
  Bytes datagram;
  ByteView payload = event.bytes;
  if (event.payload == Payload::none || payload.empty()) {
    datagram = log_message(event);
    payload = {};
  } else if (event.payload != Payload::gsmtap) {
    ByteWriter writer(datagram);
    gsmtap_header(writer, event.payload == Payload::llc ? GsmtapType::gb_llc : GsmtapType::sim, event.uplink);
  }
  if (const std::size_t room = kLargestUdpPayload - std::min(kLargestUdpPayload, datagram.size());
      payload.size() > room) {
    payload = payload.first(room);
    packet.cut = true;
  }
  datagram.insert(datagram.end(), payload.begin(), payload.end());
  datagram.resize(std::min(datagram.size(), kLargestUdpPayload));  // a log text may be longer; its comment has it all
  packet.bytes = udp_packet(event, datagram);
  return packet;
}

Result<Bytes> payload_of_packet(Payload payload, ByteView packet) {
  if (payload == Payload::none) return Bytes{};
  if (is_frame(payload)) return Bytes(packet.begin(), packet.end());
  std::size_t headers = kIpHeaderLength + kUdpHeaderLength;
  if (payload != Payload::gsmtap) headers += GsmtapHeader::kSize;
  if (packet.size() < headers) return fail("packet shorter than its headers", "gsmtap", packet.size());
  const ByteView inner = packet.subspan(headers);
  return Bytes(inner.begin(), inner.end());
}

}  // namespace foothold::trace

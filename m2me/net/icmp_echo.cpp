// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/net/icmp_echo.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::m2me {

namespace {
constexpr std::uint8_t kEchoReply = 0;
constexpr std::uint8_t kEchoRequest = 8;
}  // namespace

std::uint16_t internet_checksum(ByteView octets) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) sum += i % 2 == 0 ? std::uint32_t{octets[i]} << 8 : octets[i];
  while (sum >> 16 != 0) sum = (sum & 0xffffU) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

Bytes encode_icmp_echo(const IcmpEcho& echo) {
  Bytes message;
  ByteWriter writer(message);
  writer.u8(echo.reply ? kEchoReply : kEchoRequest);
  writer.u8(0);   // code
  writer.u16(0);  // checksum, below
  writer.u16(echo.identifier);
  writer.u16(echo.sequence);
  writer.bytes(echo.data);
  const auto checksum = internet_checksum(message);
  message[2] = static_cast<std::uint8_t>(checksum >> 8);
  message[3] = static_cast<std::uint8_t>(checksum);
  return message;
}

Result<IcmpEcho> decode_icmp_echo(ByteView message) {
  if (message.size() < 8) return fail("is shorter than its header", "ICMP");
  if (internet_checksum(message) != 0) return fail("is wrong", "ICMP checksum", 2);
  if ((message[0] != kEchoReply && message[0] != kEchoRequest) || message[1] != 0) {
    return fail("is no echo message", "ICMP type", 0);
  }
  IcmpEcho echo;
  echo.reply = message[0] == kEchoReply;
  echo.identifier = static_cast<std::uint16_t>(message[4] << 8 | message[5]);
  echo.sequence = static_cast<std::uint16_t>(message[6] << 8 | message[7]);
  echo.data.assign(message.begin() + 8, message.end());
  return echo;
}

Result<ByteView> ipv4_payload(ByteView packet) {
  if (packet.size() < 20 || packet[0] >> 4 != 4) return fail("is no IPv4 packet", "IP version", 0);
  const std::size_t header = 4 * std::size_t{packet[0] & 0x0fU};
  const std::size_t total = static_cast<std::size_t>(packet[2] << 8 | packet[3]);
  if (header < 20 || total < header || total > packet.size()) return fail("do not fit the packet", "IP lengths", 0);
  return packet.subspan(header, total - header);
}

}  // namespace foothold::m2me

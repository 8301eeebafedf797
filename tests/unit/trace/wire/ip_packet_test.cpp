// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/wire/ip_packet.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/hex.h"
#include "tests/unit/trace/wire/packets.h"

namespace foothold::trace::wire {
namespace {

const Endpoint kSource{0x7f000001, 23001};
const Endpoint kDestination{0x7f000001, 2157};

TEST(IpPacket, ReadsUdp) {
  const Bytes payload = {1, 2, 3};
  const Bytes packet = udp_packet(kSource, kDestination, payload);
  const auto read = decode_ipv4(packet);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->source, kSource);
  EXPECT_EQ(read->destination, kDestination);
  EXPECT_EQ(read->protocol, kUdp);
  EXPECT_EQ(Bytes(read->payload.begin(), read->payload.end()), payload);
}

TEST(IpPacket, ReadsTcpPortsAndNoPayload) {
  // 127.0.0.1:36000 to 127.0.0.1:4222, SYN.
  const Bytes packet =
      *from_hex("45000028000040004006 0000 7f000001 7f000001 8ca0107e 00000000000000005002ffff00000000");
  const auto read = decode_ipv4(packet);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->source.port, 36000);
  EXPECT_EQ(read->destination.port, 4222);
  EXPECT_TRUE(read->payload.empty());
}

TEST(IpPacket, SkipsOptionsAndPadding) {
  Bytes packet = udp_packet(kSource, kDestination, Bytes{9});
  packet[0] = 0x46;
  packet[3] = static_cast<std::uint8_t>(packet[3] + 4);
  packet.insert(packet.begin() + 20, {1, 1, 1, 1});
  packet.insert(packet.end(), 10, 0);  // an Ethernet frame's minimum
  const auto read = decode_ipv4(packet);
  ASSERT_TRUE(read);
  EXPECT_EQ(Bytes(read->payload.begin(), read->payload.end()), Bytes{9});
}

TEST(IpPacket, FindsNoPortsInALaterFragment) {
  Bytes packet = udp_packet(kSource, kDestination, Bytes{9});
  packet[7] = 100;
  const auto read = decode_ipv4(packet);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->source.port, 0);
  EXPECT_TRUE(read->payload.empty());
}

TEST(IpPacket, RefusesEveryTruncationOfItsHeaders) {
  const Bytes packet = udp_packet(kSource, kDestination, {});
  ASSERT_TRUE(decode_ipv4(packet));
  for (std::size_t length = 0; length < packet.size(); ++length) {
    EXPECT_FALSE(decode_ipv4(ByteView(packet).first(length))) << length;
  }
}

TEST(IpPacket, RefusesImpossibleLengths) {
  const auto with = [](std::size_t index, std::uint8_t value) {
    Bytes packet = udp_packet(kSource, kDestination, Bytes{9});
    packet[index] = value;
    return decode_ipv4(packet);
  };
  EXPECT_EQ(with(0, 0x65).error().field, "version");
  EXPECT_EQ(with(0, 0x44).error().field, "ihl");
  EXPECT_EQ(with(0, 0x4f).error().field, "ihl");
  EXPECT_EQ(with(3, 19).error().field, "total length");
  EXPECT_EQ(with(25, 7).error().field, "udp length");
  EXPECT_TRUE(with(25, 200));  // cut at capture: what is there
}

TEST(IpPacket, ReadsThePayloadOfTcpBehindItsOptions) {
  // 127.0.0.1:36000 to 127.0.0.1:4222, data offset 6 (an option of four octets), one octet.
  Bytes packet =
      *from_hex("4500002d000040004006 0000 7f000001 7f000001 8ca0107e 00000000000000006018ffff00000000 01010101 5a");
  ASSERT_TRUE(decode_ipv4(packet));
  EXPECT_EQ(Bytes(decode_ipv4(packet)->payload.begin(), decode_ipv4(packet)->payload.end()), Bytes{0x5a});
  for (const auto offset :
       {std::uint8_t{0x40}, std::uint8_t{0xf0}}) {  // shorter than a header; longer than the segment
    packet[32] = offset;
    const auto read = decode_ipv4(packet);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->destination.port, 4222);
    EXPECT_TRUE(read->payload.empty());
  }
  for (std::size_t length = 24; length < 40; ++length) {  // cut at capture: the ports are there
    const auto read = decode_ipv4(ByteView(packet).first(length));
    ASSERT_TRUE(read) << length;
    EXPECT_TRUE(read->payload.empty()) << length;
  }
}

TEST(IpPacket, KnowsEitherPort) {
  const Bytes packet = udp_packet(kSource, kDestination, {});
  EXPECT_TRUE(decode_ipv4(packet)->has_port(23001));
  EXPECT_TRUE(decode_ipv4(packet)->has_port(2157));
  EXPECT_FALSE(decode_ipv4(packet)->has_port(0));
}

TEST(Ipv4In, FindsItBehindEachLinkLayer) {
  const Bytes ip = udp_packet(kSource, kDestination, Bytes{9});
  Bytes tagged = behind_link(18, 16, ip);
  tagged[12] = 0x81;
  struct Case {
    std::uint16_t link_type;
    Bytes packet;
    std::size_t header;
  };
  const std::vector<Case> cases = {{1, in_ethernet(ip), 14},
                                   {1, tagged, 18},
                                   {113, behind_link(16, 14, ip), 16},
                                   {276, behind_link(20, 0, ip), 20},
                                   {0, behind_link(4, 0, ip), 4},
                                   {108, behind_link(4, 0, ip), 4},
                                   {12, ip, 0},
                                   {101, ip, 0},
                                   {228, ip, 0}};
  for (const auto& [link_type, packet, header] : cases) {
    const auto found = ipv4_in(link_type, packet);
    ASSERT_TRUE(found) << link_type;
    EXPECT_EQ(Bytes(found->begin(), found->end()), ip) << link_type;
    for (std::size_t size = 0; size < header; ++size) {
      EXPECT_FALSE(ipv4_in(link_type, ByteView(packet).first(size))) << link_type << ", " << size;
    }
  }
}

TEST(Ipv4In, IsNothingForOtherEthertypesAndLinkTypes) {
  const Bytes ip = udp_packet(kSource, kDestination, Bytes{9});
  constexpr std::uint16_t kIpv6 = 0x86dd;
  EXPECT_FALSE(ipv4_in(1, behind_link(14, 12, ip, kIpv6)));
  EXPECT_FALSE(ipv4_in(113, behind_link(16, 14, ip, kIpv6)));
  EXPECT_FALSE(ipv4_in(276, behind_link(20, 0, ip, kIpv6)));
  EXPECT_FALSE(ipv4_in(147, ip));
}

TEST(IpPacketIn, ReadsWhatAnEventCarries) {
  Event event;
  const Bytes ip = udp_packet(kSource, kDestination, Bytes{9});
  event.payload = Payload::ipv4;
  event.bytes = ip;
  ASSERT_TRUE(ip_packet_in(event));
  EXPECT_EQ(ip_packet_in(event)->destination, kDestination);
  event.payload = Payload::ethernet;
  EXPECT_FALSE(ip_packet_in(event));
  event.bytes = in_ethernet(ip);
  ASSERT_TRUE(ip_packet_in(event));
  EXPECT_EQ(ip_packet_in(event)->source, kSource);
  event.payload = Payload::llc;
  EXPECT_FALSE(ip_packet_in(event));
}

}  // namespace
}  // namespace foothold::trace::wire

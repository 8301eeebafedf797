// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/ip_packet.h"

#include <gtest/gtest.h>

#include "packets.h"

namespace foothold::lab::capture {
namespace {

const Endpoint kSource{0x7f000001, 23001};
const Endpoint kDestination{0x7f000001, 2157};

TEST(IpPacket, ReadsUdp) {
  const Bytes payload = {1, 2, 3};
  const Bytes packet = test::udp_packet(kSource, kDestination, payload);
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
  Bytes packet = test::udp_packet(kSource, kDestination, Bytes{9});
  packet[0] = 0x46;
  packet[3] = static_cast<std::uint8_t>(packet[3] + 4);
  packet.insert(packet.begin() + 20, {1, 1, 1, 1});
  packet.insert(packet.end(), 10, 0);  // an Ethernet frame's minimum
  const auto read = decode_ipv4(packet);
  ASSERT_TRUE(read);
  EXPECT_EQ(Bytes(read->payload.begin(), read->payload.end()), Bytes{9});
}

TEST(IpPacket, FindsNoPortsInALaterFragment) {
  Bytes packet = test::udp_packet(kSource, kDestination, Bytes{9});
  packet[7] = 100;
  const auto read = decode_ipv4(packet);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->source.port, 0);
  EXPECT_TRUE(read->payload.empty());
}

TEST(IpPacket, RefusesEveryTruncationOfItsHeaders) {
  const Bytes packet = test::udp_packet(kSource, kDestination, {});
  ASSERT_TRUE(decode_ipv4(packet));
  for (std::size_t length = 0; length < packet.size(); ++length) {
    EXPECT_FALSE(decode_ipv4(ByteView(packet).first(length))) << length;
  }
}

TEST(IpPacket, RefusesImpossibleLengths) {
  const auto with = [](std::size_t index, std::uint8_t value) {
    Bytes packet = test::udp_packet(kSource, kDestination, Bytes{9});
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

TEST(IpPacket, FindsIpv4InEthernet) {
  const Bytes packet = test::udp_packet(kSource, kDestination, Bytes{9});
  const Bytes frame = test::in_ethernet(packet);
  const auto inner = ipv4_in_ethernet(frame);
  ASSERT_TRUE(inner);
  EXPECT_EQ(Bytes(inner->begin(), inner->end()), packet);
  Bytes other = frame;
  other[12] = 0x86;  // IPv6
  other[13] = 0xdd;
  EXPECT_FALSE(ipv4_in_ethernet(other));
  EXPECT_FALSE(ipv4_in_ethernet(ByteView(frame).first(13)));
}

TEST(IpPacket, ReadsAddresses) {
  EXPECT_EQ(parse_ipv4("10.23.1.4"), 0x0a170104U);
  EXPECT_FALSE(parse_ipv4("10.23.1"));
  EXPECT_FALSE(parse_ipv4("::1"));
}

}  // namespace
}  // namespace foothold::lab::capture

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/captured_packet.h"

#include <gtest/gtest.h>

#include "tests/unit/lab/replay/packets.h"

namespace foothold::lab::replay {
namespace {

TEST(CapturedDatagram, IsFoundBehindALinkLayer) {
  const Bytes payload = {0xaa, 0xbb};
  const auto ip = ip_datagram(payload, 23000, 2157);
  const auto packet = trace::wire::behind_link(16, 14, ip);
  const auto datagram = datagram_in(113, packet);
  ASSERT_TRUE(datagram);
  EXPECT_EQ(datagram->source.port, 23000);
  EXPECT_EQ(datagram->destination.port, 2157);
  EXPECT_EQ(Bytes(datagram->payload.begin(), datagram->payload.end()), payload);
  EXPECT_FALSE(datagram_in(147, ip));
  EXPECT_FALSE(datagram_in(101, ip_datagram({}, 23000, 2157))) << "nothing in it";
}

TEST(CapturedDatagram, EveryTruncationIsNone) {
  const auto ip = ip_datagram(Bytes{1}, 1, 2);
  for (std::size_t size = 0; size < ip.size(); ++size) EXPECT_FALSE(datagram_in(101, ByteView(ip).first(size)));
}

TEST(GsmtapMessage, IsFoundInADatagramAndBare) {
  const auto message = gsmtap_message(wire::GsmtapType::sim, true, Bytes{0x00, 0xa4});
  for (const auto& [link_type, packet] :
       {std::pair<std::uint16_t, Bytes>{217, message}, {101, ip_datagram(message, 40000, 4729)}}) {
    const auto found = gsmtap_in(link_type, packet);
    ASSERT_TRUE(found) << link_type;
    EXPECT_EQ(found->header.type, wire::GsmtapType::sim);
    EXPECT_TRUE(found->header.uplink);
    EXPECT_EQ(Bytes(found->payload.begin(), found->payload.end()), (Bytes{0x00, 0xa4}));
  }
  EXPECT_FALSE(gsmtap_in(101, ip_datagram(message, 40000, 4730)));
  EXPECT_FALSE(gsmtap_in(217, ByteView(message).first(15)));
}

TEST(CaptureStream, ReadsAPcapInPieces) {
  const auto ip = ip_datagram(Bytes{1, 2, 3}, 5, 6);
  const auto file = pcap_file(101, {ip, ip});
  std::vector<std::size_t> numbers;
  CaptureStream stream;
  for (const auto octet : file) {
    ASSERT_TRUE(stream.feed(Bytes{octet}, [&](const CapturedPacket& packet) {
      numbers.push_back(packet.number);
      EXPECT_EQ(packet.link_type, 101);
      EXPECT_EQ(Bytes(packet.octets.begin(), packet.octets.end()), ip);
      EXPECT_FALSE(packet.event);
    }));
  }
  EXPECT_EQ(numbers, (std::vector<std::size_t>{1, 2}));
}

TEST(CaptureStream, SaysWhatIsNoCapture) {
  CaptureStream stream;
  EXPECT_FALSE(stream.feed(Bytes(32, 0x11), [](const CapturedPacket&) {}));
  EXPECT_FALSE(read_capture("/nowhere", [](const CapturedPacket&) {}));
}

}  // namespace
}  // namespace foothold::lab::replay

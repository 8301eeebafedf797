// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/pcapng/packet_form.h"

#include <gtest/gtest.h>

#include "../sample_events.h"

namespace foothold::trace {
namespace {

TEST(PacketForm, WrapsLlcIntoGsmtap) {
  Event event = test::event_of("gmm.attach_request");
  event.payload = Payload::llc;
  event.uplink = true;
  event.bytes = {0xaa, 0xbb};
  const Packet packet = to_packet(event);
  EXPECT_EQ(packet.interface, PacketInterface::gsmtap);
  EXPECT_FALSE(packet.cut);
  EXPECT_EQ(to_hex(packet.bytes),
            "4500002e000040004011b6b8c0000202c0000204"  // IPv4, UDP, 192.0.2.2 (M2ME) to 192.0.2.4 (SGSN)
            "12791279001a0000"                          // 4729 to 4729
            "02040800400000000000000000000000"          // GSMTAP v2: four words, GB_LLC, uplink
            "aabb");
}

TEST(PacketForm, WrapsApdusDownlink) {
  Event event = test::event_of("apdu.fetch", Layer::apdu);
  event.payload = Payload::sim_apdu;
  event.bytes = {0x90, 0x00};
  EXPECT_EQ(to_hex(to_packet(event).bytes).substr(56), "020404000000000000000000000000009000");
}

TEST(PacketForm, TellsAnEventWithoutBytesAsLog) {
  const Event event = test::event_of("sho.registration_received", Layer::http, Kind::failure);
  const Bytes packet = to_packet(event).bytes;
  ASSERT_GT(packet.size(), 28U + 16 + 84);
  EXPECT_EQ(packet[28 + 2], 0x10);
  const Bytes log(packet.begin() + 44, packet.end());  // struct gsmtap_osmocore_log_hdr
  EXPECT_EQ(to_hex(ByteView(log).first(8)),
            "6923f202"
            "0001e240");  // seconds, microseconds
  EXPECT_STREQ(reinterpret_cast<const char*>(&log[8]), "M2ME");
  EXPECT_EQ(log[28], 7);  // LOGL_ERROR
  EXPECT_STREQ(reinterpret_cast<const char*>(&log[32]), "DHTTP");
  EXPECT_STREQ(reinterpret_cast<const char*>(&log[48]), "sho.registration_received");
  EXPECT_EQ(std::string(log.begin() + 84, log.end()), "M2ME > SGSN  HTTP sho.registration_received (failure)");
}

TEST(PacketForm, LeavesFramesAsTheyAre) {
  Event event = test::event_of("wire.packet");
  event.bytes = {1, 2, 3};
  event.payload = Payload::ethernet;
  EXPECT_EQ(to_packet(event).bytes, event.bytes);
  EXPECT_EQ(to_packet(event).interface, PacketInterface::ethernet);
  event.payload = Payload::ipv4;
  EXPECT_EQ(to_packet(event).bytes, event.bytes);
  EXPECT_EQ(to_packet(event).interface, PacketInterface::ip);
}

TEST(PacketForm, CutsWhatDoesNotFitIntoAPacket) {
  Event event = test::event_of("gmm.attach_request");
  event.payload = Payload::llc;
  event.bytes = Bytes(70000, 0x55);
  const Packet packet = to_packet(event);
  EXPECT_TRUE(packet.cut);
  EXPECT_EQ(packet.bytes.size(), 65535U);
  event.payload = Payload::none;
  event.bytes.clear();
  event.fields = {{"long", std::string(100000, 'x')}};
  EXPECT_LE(to_packet(event).bytes.size(), 65535U);
}

TEST(PacketForm, GivesThePayloadBack) {
  for (const Event& event : test::sample_events()) {
    if (event.payload == Payload::none) continue;
    EXPECT_EQ(payload_of_packet(event.payload, to_packet(event).bytes), event.bytes) << event.name;
  }
  for (std::size_t size = 0; size < 44; ++size) {
    EXPECT_FALSE(payload_of_packet(Payload::llc, Bytes(size))) << size;
    EXPECT_EQ(payload_of_packet(Payload::gsmtap, Bytes(size)).has_value(), size >= 28) << size;
  }
  EXPECT_TRUE(payload_of_packet(Payload::llc, Bytes(44)));
}

}  // namespace
}  // namespace foothold::trace

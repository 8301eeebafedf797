// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/packet_event.h"

#include <gtest/gtest.h>

#include "packets.h"

namespace foothold::lab::capture {
namespace {

using trace::Actor;
using trace::Layer;
using trace::Payload;
using trace::wire::kTcp;
using trace::wire::kUdp;

AddressTable table() {
  AddressTable actors;
  EXPECT_TRUE(actors.add("127.0.0.1", 0, Actor::sgsn));
  EXPECT_TRUE(actors.add("127.0.0.1", 4222, Actor::vno));
  EXPECT_TRUE(actors.add("127.0.0.2", 0, Actor::ggsn));
  return actors;
}

trace::Event event_of(std::uint16_t source, std::uint16_t destination, std::uint8_t protocol = kUdp) {
  Bytes packet = test::udp_packet({0x7f000001, source}, {0x7f000002, destination}, {});
  packet[9] = protocol;
  return packet_event({}, Payload::ipv4, packet, table());
}

TEST(AddressTable, PrefersTheEntryWithThePort) {
  EXPECT_EQ(table().find({0x7f000001, 4222}), Actor::vno);
  EXPECT_EQ(table().find({0x7f000001, 4223}), Actor::sgsn);
  EXPECT_EQ(table().find({0x7f000009, 4222}), Actor::none);
  AddressTable actors;
  EXPECT_FALSE(actors.add("localhost", 0, Actor::sgsn));
}

TEST(PacketEvent, ChoosesTheLayerByPort) {
  EXPECT_EQ(event_of(40000, 2157).layer, Layer::ns);
  EXPECT_EQ(event_of(2123, 2123).layer, Layer::gtp);
  EXPECT_EQ(event_of(2152, 2152).layer, Layer::gtp);
  EXPECT_EQ(event_of(4222, 40000, kTcp).layer, Layer::gsup);
  EXPECT_EQ(event_of(40000, 4222, kUdp).layer, Layer::ip);
  EXPECT_EQ(event_of(40000, 443, kTcp).layer, Layer::ip);
}

TEST(PacketEvent, ChoosesTheActorsByAddress) {
  const trace::Event gtp = event_of(2123, 2123);
  EXPECT_EQ(gtp.from, Actor::sgsn);
  EXPECT_EQ(gtp.to, Actor::ggsn);
  EXPECT_EQ(gtp.name, "wire.packet");
  EXPECT_EQ(gtp.kind, trace::Kind::received);
  const trace::Event up = event_of(40000, 2157);  // the radio side's port may be any
  EXPECT_EQ(up.from, Actor::bss);
  const trace::Event down = event_of(2157, 40000);
  EXPECT_EQ(down.from, Actor::sgsn);
  EXPECT_EQ(down.to, Actor::bss);
}

TEST(PacketEvent, KeepsWhatItCannotRead) {
  const Bytes arp(42, 0x08);
  const trace::Event event = packet_event({}, Payload::ethernet, arp, table());
  EXPECT_EQ(event.layer, Layer::ip);
  EXPECT_EQ(event.from, Actor::none);
  EXPECT_EQ(event.bytes, arp);
  EXPECT_EQ(packet_event({}, Payload::ipv4, {}, table()).to, Actor::none);
}

}  // namespace
}  // namespace foothold::lab::capture

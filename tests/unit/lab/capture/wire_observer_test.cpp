// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/wire_observer.h"

#include <gtest/gtest.h>

#include "packets.h"

namespace foothold::lab::capture {
namespace {

using trace::Actor;
using trace::Payload;

std::vector<trace::Event> observe(const Bytes& ns, std::uint16_t destination = 2157, std::uint16_t source = 40000) {
  trace::Event packet;
  packet.time = trace::Time(std::chrono::seconds(7));
  packet.name = "wire.packet";
  packet.payload = Payload::ethernet;
  packet.bytes = test::in_ethernet(test::udp_packet({0x7f000001, source}, {0x7f000001, destination}, ns));
  return WireObserver().take(packet);
}

TEST(WireObserver, SeesAnAttachRequestOnItsWayToTheSgsn) {
  const auto seen = observe(test::attach_request_ns());
  ASSERT_EQ(seen.size(), 1U);
  const trace::Event& event = seen[0];
  EXPECT_EQ(event.name, "wire.attach_request");
  EXPECT_EQ(event.kind, trace::Kind::received);
  EXPECT_EQ(event.from, Actor::m2me);
  EXPECT_EQ(event.to, Actor::sgsn);
  EXPECT_EQ(event.device, "001010000000001");
  EXPECT_EQ(event.field("imsi"), "001010000000001");
  EXPECT_EQ(event.field("tlli"), "7998a17f");
  EXPECT_EQ(event.time, trace::Time(std::chrono::seconds(7)));
  EXPECT_EQ(event.payload, Payload::llc);
  EXPECT_TRUE(event.uplink);
  EXPECT_EQ(to_hex(event.bytes).substr(0, 10), "01c0010801");
}

TEST(WireObserver, SeesItWithoutALinkHeaderToo) {
  trace::Event packet;
  packet.payload = Payload::ipv4;
  packet.bytes = test::udp_packet({1, 2}, {3, 2157}, test::attach_request_ns());
  EXPECT_EQ(WireObserver().take(packet).size(), 1U);
}

TEST(WireObserver, LooksAtNothingButTheSgsnsSocket) {
  EXPECT_TRUE(observe(test::attach_request_ns(), 40000, 2157).empty());
  EXPECT_TRUE(observe(test::attach_request_ns(), 2158).empty());
}

TEST(WireObserver, DoesNotBelieveADamagedFrame) {
  const Bytes good = test::attach_request_ns();
  // Every changed octet of the LLC frame makes its FCS wrong, as it would for the SGSN.
  for (std::size_t i = 26; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] ^= 0x10;
    EXPECT_TRUE(observe(bad).empty()) << i;
  }
}

TEST(WireObserver, SurvivesEveryTruncation) {
  const Bytes good = test::attach_request_ns();
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_TRUE(observe(Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(length))).empty()) << length;
  }
  EXPECT_TRUE(WireObserver().take(trace::Event{}).empty());
}

TEST(WireObserver, TellsNothingOfOtherMessages) {
  // GMM IDENTITY RESPONSE in the same wrapping would have another type; an NS ALIVE carries no frame at all.
  EXPECT_TRUE(observe(*from_hex("0a")).empty());
  EXPECT_TRUE(observe(*from_hex("02000181 0101820065 048200ca")).empty());  // NS RESET
}

}  // namespace
}  // namespace foothold::lab::capture

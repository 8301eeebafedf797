// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sndcp/sndcp_ms.h"

#include <gtest/gtest.h>

#include <numeric>

namespace foothold::gsm::sndcp {
namespace {

Bytes packet(std::size_t size) {
  Bytes bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
  return bytes;
}

template <class Wanted>
std::vector<Wanted> all(const Effects& effects) {
  std::vector<Wanted> found;
  for (const auto& effect : effects) {
    if (const auto* it = std::get_if<Wanted>(&effect)) found.push_back(*it);
  }
  return found;
}

struct SndcpMsTest : testing::Test {
  SndcpMsTest() { sndcp.activate(5, llc::Sapi::ll3, 500); }

  std::vector<UnitdataRequest> send(std::size_t size) {
    Effects effects;
    sndcp.send(5, packet(size), effects);
    return all<UnitdataRequest>(effects);
  }
  std::vector<Bytes> receive(const Bytes& sdu, llc::Sapi sapi = llc::Sapi::ll3) {
    last.clear();
    sndcp.on_sdu(sapi, sdu, last);
    std::vector<Bytes> packets;
    for (auto& indication : all<NPduIndication>(last)) packets.push_back(indication.n_pdu);
    return packets;
  }
  bool discarded() const {
    const auto events = all<trace::Event>(last);
    return !events.empty() && events.front().kind == trace::Kind::discarded;
  }

  SndcpMs sndcp;
  Effects last;
};

TEST_F(SndcpMsTest, SegmentsToN201AndPutsTogetherAgain) {
  for (const std::size_t size : {1U, 20U, 496U, 497U, 993U, 994U, 1500U}) {
    const auto segments = send(size);
    EXPECT_EQ(segments.size(), size <= 496 ? 1U : 1U + (size - 496 + 496) / 497) << size;
    std::vector<Bytes> got;
    for (const auto& segment : segments) {
      EXPECT_LE(segment.sdu.size(), 500U);
      for (auto& it : receive(segment.sdu)) got.push_back(it);
    }
    ASSERT_EQ(got.size(), 1U) << size;
    EXPECT_EQ(got[0], packet(size));
  }
}

TEST_F(SndcpMsTest, TakesSegmentsInAnyOrder) {
  const auto segments = send(1400);
  ASSERT_EQ(segments.size(), 3U);
  EXPECT_TRUE(receive(segments[2].sdu).empty());
  EXPECT_TRUE(receive(segments[0].sdu).empty());
  EXPECT_EQ(receive(segments[1].sdu), std::vector<Bytes>{packet(1400)});
}

TEST_F(SndcpMsTest, AnUnfinishedPacketGivesWayAndNothingGrows) {
  for (int i = 0; i < 1000; ++i) receive(send(600)[0].sdu);  // the second segments are lost
  const auto whole = send(600);
  receive(whole[0].sdu);
  EXPECT_EQ(receive(whole[1].sdu), std::vector<Bytes>{packet(600)});
}

TEST_F(SndcpMsTest, AfterANumberWrapsTheOldSegmentsAreNotMixedIn) {
  const auto lost = send(600)[0].sdu;  // N-PDU 0, half of it
  receive(lost);
  receive(lost);
  EXPECT_TRUE(discarded());
}

TEST_F(SndcpMsTest, RefusesForeignContextsCompressionAndOverlongPackets) {
  const auto sdu = send(20)[0].sdu;
  receive(sdu, llc::Sapi::ll5);
  EXPECT_TRUE(discarded());
  auto compressed = sdu;
  compressed[1] = 0x10;
  receive(compressed);
  EXPECT_TRUE(discarded());
  auto other = sdu;
  other[0] = static_cast<std::uint8_t>((other[0] & 0xf0) | 6);
  receive(other);
  EXPECT_TRUE(discarded());
  sndcp.deactivate(5);
  EXPECT_TRUE(send(20).empty());
  sndcp.activate(5, llc::Sapi::ll3, 500);
  EXPECT_TRUE(send(500 * 16).empty());
  // Sixteen full segments would be more than an N-PDU may have.
  SnUnitdata pdu;
  const auto filler = packet(497);
  pdu.data = filler;
  pdu.more = true;
  std::size_t drops = 0;
  for (std::uint8_t i = 0; i < 16; ++i) {
    pdu.first = i == 0;
    pdu.segment = i;
    receive(encode_sn_unitdata(pdu));
    drops += discarded();
  }
  EXPECT_GT(drops, 0U);
}

TEST_F(SndcpMsTest, FollowsANegotiatedN201) {
  sndcp.set_n201_u(llc::Sapi::ll3, 140);
  for (const auto& segment : send(1000)) EXPECT_LE(segment.sdu.size(), 140U);
}

}  // namespace
}  // namespace foothold::gsm::sndcp

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/trxd.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::FrameNumber;

HardBurst hard_bits() {
  HardBurst bits{};
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = static_cast<std::uint8_t>(i % 3 == 0);
  return bits;
}

SoftBurst soft_bits() {
  SoftBurst bits{};
  for (std::size_t i = 0; i < bits.size(); ++i) bits[i] = static_cast<std::int8_t>(static_cast<int>(i * 7 % 255) - 127);
  return bits;
}

ReceivedBurst received(std::uint8_t timeslot) {
  ReceivedBurst burst;
  burst.timeslot = timeslot;
  burst.level_dbm = -67;
  burst.timing_offset = -256;
  burst.carrier_to_noise = 215;
  burst.training_sequence = 7;
  burst.bits = soft_bits();
  return burst;
}

ReceivedBurst nope(std::uint8_t timeslot) {
  ReceivedBurst burst;
  burst.timeslot = timeslot;
  burst.level_dbm = -110;
  return burst;
}

// The header of a datagram, its bits apart.
std::string header_of(const Bytes& datagram, std::size_t size) {
  return to_hex(ByteView(datagram).first(size));
}

// The layouts of the TRXD protocol, versions 0 to 2 (Osmocom's TRX protocol, "Data interface").
TEST(TrxdTransmit, HasTheHeadersOfEachVersion) {
  TransmitFrame frame{0, FrameNumber(0x00012345), {{3, 9, hard_bits()}}};
  auto datagrams = encode(frame);
  ASSERT_EQ(datagrams.size(), 1u);
  EXPECT_EQ(header_of(datagrams[0], 6), "030001234509");
  EXPECT_EQ(datagrams[0].size(), 6 + kBurstBits);
  EXPECT_EQ(datagrams[0][6], 1);
  EXPECT_EQ(datagrams[0][7], 0);

  frame.version = 1;
  EXPECT_EQ(header_of(encode(frame)[0], 6), "130001234509");

  frame.version = 2;
  frame.bursts.push_back({4, 0, hard_bits()});
  datagrams = encode(frame);
  ASSERT_EQ(datagrams.size(), 1u);
  EXPECT_EQ(header_of(datagrams[0], 12), "238000090000000000012345");
  const auto second = ByteView(datagrams[0]).subspan(12 + kBurstBits);
  EXPECT_EQ(to_hex(second.first(8)), "2400000000000000");
  EXPECT_EQ(second.size(), 8 + kBurstBits);
}

TEST(TrxdReceived, HasTheHeadersOfEachVersion) {
  ReceivedFrame frame{0, FrameNumber(0x00012345), {received(3)}};
  auto datagrams = encode(frame);
  ASSERT_EQ(datagrams.size(), 1u);
  EXPECT_EQ(header_of(datagrams[0], 8), "030001234543ff00");
  EXPECT_EQ(datagrams[0].size(), 8 + kBurstBits);
  EXPECT_EQ(datagrams[0][8], 254);  // -127: a sure 1

  frame.version = 1;
  EXPECT_EQ(header_of(encode(frame)[0], 11), "130001234543ff000700d7");

  frame.version = 2;
  frame.bursts.push_back(nope(4));
  datagrams = encode(frame);
  ASSERT_EQ(datagrams.size(), 1u);
  EXPECT_EQ(header_of(datagrams[0], 12), "23800743ff0000d700012345");
  EXPECT_EQ(to_hex(ByteView(datagrams[0]).subspan(12 + kBurstBits)), "2400806e00000000");
}

TEST(TrxdTransmit, ComesBackAsItWas) {
  for (std::uint8_t version = 0; version <= 2; ++version) {
    TransmitFrame frame{version, FrameNumber(FrameNumber::kHyperframe - 1), {}};
    for (std::uint8_t timeslot = 0; timeslot < (version == 2 ? 8 : 1); ++timeslot) {
      frame.bursts.push_back({timeslot, timeslot, hard_bits()});
    }
    const auto datagrams = encode(frame);
    ASSERT_EQ(datagrams.size(), 1u);
    EXPECT_EQ(decode_transmit(datagrams[0]), frame);
  }
}

TEST(TrxdReceived, ComesBackAsItWas) {
  for (std::uint8_t version = 1; version <= 2; ++version) {
    for (const auto& burst : {received(5), nope(5)}) {
      const ReceivedFrame frame{version, FrameNumber(77), {burst}};
      EXPECT_EQ(decode_received(encode(frame)[0]), frame);
    }
  }
  const ReceivedFrame batch{2, FrameNumber(77), {received(0), nope(1), received(4), nope(7)}};
  EXPECT_EQ(decode_received(encode(batch)[0]), batch);

  // Version 0 has neither a ratio nor a training sequence, nor a way to say that nothing was heard.
  auto old = received(2);
  old.carrier_to_noise = 0;
  old.training_sequence = 0;
  const ReceivedFrame frame{0, FrameNumber(77), {old}};
  EXPECT_EQ(decode_received(encode(frame)[0]), frame);
  EXPECT_TRUE(encode(ReceivedFrame{0, FrameNumber(77), {nope(1)}}).empty());
}

TEST(TrxdReceived, SplitsABatchForOlderVersions) {
  const auto datagrams = encode(ReceivedFrame{1, FrameNumber(77), {received(0), nope(1)}});
  ASSERT_EQ(datagrams.size(), 2u);
  EXPECT_EQ(decode_received(datagrams[1])->bursts[0], nope(1));
}

TEST(TrxdReceived, TakesThePaddingOfOldTransceivers) {
  auto datagram = encode(ReceivedFrame{0, FrameNumber(77), {received(2)}})[0];
  datagram.insert(datagram.end(), 2, 0);
  EXPECT_TRUE(decode_received(datagram));
  datagram.push_back(0);
  EXPECT_FALSE(decode_received(datagram));
}

TEST(TrxdTransmit, LeavesOutWhatIsNotToBeSent) {
  auto datagram = encode(TransmitFrame{2, FrameNumber(77), {{1, 0, hard_bits()}}})[0];
  datagram[2] = 0x80;
  datagram.resize(12);
  const auto frame = decode_transmit(datagram);
  ASSERT_TRUE(frame);
  EXPECT_TRUE(frame->bursts.empty());
}

TEST(TrxdTransmit, EndsNowhereButAtItsEnd) {
  for (std::uint8_t version = 0; version <= 2; ++version) {
    TransmitFrame frame{version, FrameNumber(77), {{1, 0, hard_bits()}}};
    if (version == 2) frame.bursts.push_back({2, 0, hard_bits()});
    const auto whole = encode(frame)[0];
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_FALSE(decode_transmit(ByteView(whole).first(size))) << unsigned{version} << " " << size;
    }
  }
}

TEST(TrxdReceived, EndsNowhereButAtItsEnd) {
  for (std::uint8_t version = 0; version <= 2; ++version) {
    ReceivedFrame frame{version, FrameNumber(77), {received(1)}};
    if (version == 2) frame.bursts.push_back(received(2));
    const auto whole = encode(frame)[0];
    for (std::size_t size = 0; size < whole.size(); ++size) {
      EXPECT_FALSE(decode_received(ByteView(whole).first(size))) << unsigned{version} << " " << size;
    }
  }
}

TEST(TrxdTransmit, RefusesWhatItDoesNotKnow) {
  const auto good = encode(TransmitFrame{2, FrameNumber(77), {{1, 0, hard_bits()}}})[0];
  const auto with = [&](std::size_t at, std::uint8_t value) {
    auto changed = good;
    changed[at] = value;
    return changed;
  };
  EXPECT_EQ(decode_transmit(with(0, 0x31)).error().field, "version");
  EXPECT_EQ(decode_transmit(with(1, 0x01)).error().field, "batch");  // the second carrier
  EXPECT_EQ(decode_transmit(with(2, 0x20)).error().field, "mts");    // 8-PSK
  EXPECT_EQ(decode_transmit(with(8, 0x01)).error().field, "frame_number");
  // An 8-PSK burst in version 0 shows by its length only.
  auto long_one = encode(TransmitFrame{0, FrameNumber(77), {{1, 0, hard_bits()}}})[0];
  long_one.resize(6 + 444);
  EXPECT_EQ(decode_transmit(long_one).error().field, "bits");
}

TEST(TrxdReceived, RefusesMoreBurstsThanTimeslots) {
  ReceivedFrame frame{2, FrameNumber(77), std::vector<ReceivedBurst>(9, nope(1))};
  EXPECT_EQ(decode_received(encode(frame)[0]).error().field, "batch");
}

}  // namespace
}  // namespace foothold::rf_bridge::trx

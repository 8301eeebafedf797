// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gtest/gtest.h>

#include "gsm/rlcmac/downlink_tbf.h"
#include "gsm/rlcmac/uplink_tbf.h"

namespace foothold::gsm::rlcmac {
namespace {

UplinkDataBlock sent(UplinkTbf& tbf) {
  const auto outgoing = tbf.next_block();
  EXPECT_TRUE(outgoing);
  return *UplinkDataBlock::decode(outgoing->block);
}

AckNackDescription ack(std::uint8_t ssn, std::uint64_t bitmap, bool final_ack = false) {
  return {final_ack, ssn, std::bitset<64>(bitmap)};
}

TEST(UplinkTbf, CountsDown) {
  UplinkTbf::Settings settings;
  settings.bs_cv_max = 3;
  UplinkTbf tbf(settings);
  tbf.add(Bytes(120, 1));  // six blocks
  for (const unsigned expected : {15U, 15U, 3U, 2U, 1U, 0U}) {
    EXPECT_EQ(tbf.open(), expected == 15 || expected == 3);
    EXPECT_EQ(sent(tbf).countdown, expected);
  }
  EXPECT_TRUE(tbf.waits_for_ack());
}

TEST(UplinkTbf, CountsDownInRoundsOfItsTimeslots) {
  UplinkTbf::Settings settings;
  settings.bs_cv_max = 3;
  settings.timeslots = 2;
  UplinkTbf tbf(settings);
  tbf.add(Bytes(120, 1));
  for (const unsigned expected : {3U, 2U, 2U, 1U, 1U, 0U}) EXPECT_EQ(sent(tbf).countdown, expected);
}

TEST(UplinkTbf, NamesTheTlliUntilTheContentionIsResolved) {
  UplinkTbf::Settings settings;
  settings.tlli = 0x78000001;
  settings.contention = true;
  settings.bs_cv_max = 0;
  UplinkTbf tbf(settings);
  tbf.add(Bytes(200, 1));
  EXPECT_EQ(sent(tbf).tlli, 0x78000001U);
  tbf.resolve_contention();
  EXPECT_FALSE(sent(tbf).tlli);
}

TEST(UplinkTbf, SendsMissingBlocksFirstThenNewThenTheOldest) {
  UplinkTbf tbf({});
  tbf.add(Bytes(100, 1));  // five blocks
  for (unsigned bsn = 0; bsn < 3; ++bsn) EXPECT_EQ(sent(tbf).bsn, bsn);
  EXPECT_TRUE(tbf.on_ack(ack(3, 0b101)).progress);  // 0 and 2 came
  EXPECT_EQ(sent(tbf).bsn, 1);
  EXPECT_EQ(sent(tbf).bsn, 3);
  EXPECT_EQ(sent(tbf).bsn, 4);
  EXPECT_EQ(sent(tbf).bsn, 1);
  EXPECT_EQ(sent(tbf).bsn, 3);
}

TEST(UplinkTbf, StallsAtAWindowOf64) {
  UplinkTbf tbf({});
  tbf.add(Bytes(1600, 1));
  tbf.add(Bytes(1600, 2));
  for (unsigned bsn = 0; bsn < 64; ++bsn) EXPECT_EQ(sent(tbf).bsn, bsn);
  EXPECT_TRUE(tbf.waits_for_ack());
  const auto stalled = sent(tbf);
  EXPECT_EQ(stalled.bsn, 0);
  EXPECT_TRUE(stalled.stall);
  EXPECT_EQ(tbf.on_ack(ack(64, ~std::uint64_t{0})).octets, 0U);  // no PDU is through as yet
  EXPECT_EQ(sent(tbf).bsn, 64);
}

TEST(UplinkTbf, KnowsWhichPdusAreThrough) {
  UplinkTbf tbf({});
  tbf.add(Bytes(20, 1));  // ends in block 1
  tbf.add(Bytes(60, 2));
  sent(tbf);
  sent(tbf);
  EXPECT_EQ(tbf.on_ack(ack(2, 0b11)).octets, 20U);
  EXPECT_EQ(tbf.take_unacknowledged(), (std::deque<Bytes>{Bytes(60, 2)}));
}

TEST(UplinkTbf, IgnoresAcknowledgementsOfWhatItNeverSent) {
  UplinkTbf tbf({});
  tbf.add(Bytes(100, 1));
  sent(tbf);
  EXPECT_FALSE(tbf.on_ack(ack(5, 0xff)).progress);
  EXPECT_FALSE(tbf.on_ack(ack(127, 0xff)).progress);
}

DownlinkDataBlock block(std::uint8_t bsn, bool last = false) {
  DownlinkDataBlock out;
  out.bsn = bsn;
  out.final_block = last;
  out.data = Bytes(20, bsn);
  return out;
}

TEST(DownlinkTbf, DeliversInOrderAndTellsWhatIsMissing) {
  DownlinkTbf tbf(false);
  EXPECT_TRUE(tbf.on_block(block(0))->pdus.empty());
  EXPECT_TRUE(tbf.on_block(block(2, true))->pdus.empty());
  EXPECT_FALSE(tbf.complete());
  EXPECT_EQ(tbf.ack(), ack(3, 0b101));
  EXPECT_TRUE(tbf.on_block(block(2, true))->repeated);
  const auto outcome = tbf.on_block(block(1));
  ASSERT_EQ(outcome->pdus.size(), 1U);
  EXPECT_EQ(outcome->pdus[0].size(), 60U);
  EXPECT_EQ(tbf.ack(), ack(3, 0b111, true));
  EXPECT_TRUE(tbf.on_block(block(0))->repeated);
}

TEST(DownlinkTbf, TakesNothingBehindItsWindowOrItsEnd) {
  DownlinkTbf tbf(false);
  EXPECT_TRUE(tbf.on_block(block(64))->repeated);
  EXPECT_FALSE(tbf.on_block(block(3, true))->repeated);
  EXPECT_TRUE(tbf.on_block(block(4))->repeated);
}

TEST(DownlinkTbf, GoesRoundTheSequenceNumbers) {
  DownlinkTbf tbf(false);
  std::size_t octets = 0;
  for (unsigned number = 0; number < 300; ++number) {
    auto it = block(static_cast<std::uint8_t>(number % 128));
    it.data.resize(19);
    it.length_indicators = {19 << 2 | 1};
    const auto outcome = tbf.on_block(it);
    ASSERT_FALSE(outcome->repeated) << number;
    for (const auto& pdu : outcome->pdus) octets += pdu.size();
  }
  EXPECT_EQ(octets, 300U * 19);
  EXPECT_EQ(tbf.ack(), ack(300 % 128, ~std::uint64_t{0}));
}

TEST(DownlinkTbf, UnacknowledgedDropsThePduWithAHole) {
  DownlinkTbf tbf(true);
  EXPECT_TRUE(tbf.on_block(block(0))->pdus.empty());
  auto end = block(2);
  end.length_indicators = {5 << 2 | 2, 14 << 2 | 1};  // the first PDU ends after 5 octets, a whole one follows
  end.data.resize(19);
  const auto outcome = tbf.on_block(end);
  ASSERT_EQ(outcome->pdus.size(), 1U);
  EXPECT_EQ(outcome->pdus[0].size(), 14U);
}

}  // namespace
}  // namespace foothold::gsm::rlcmac

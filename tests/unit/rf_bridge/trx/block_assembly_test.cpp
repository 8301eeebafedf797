// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/block_assembly.h"

#include <gtest/gtest.h>

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::Channel;
using gsm::l1::FrameNumber;

const Bytes kBlock(23, 0x40);

ReceivedBurst burst_of(unsigned part, std::int16_t level = -70) {
  const auto bits = encode_packet_block(kBlock);
  const std::span<const std::uint8_t, kNormalPayloadBits> payload(bits->data() + part * kNormalPayloadBits,
                                                                  kNormalPayloadBits);
  ReceivedBurst burst;
  burst.level_dbm = level;
  burst.carrier_to_noise = 200;
  burst.bits = soften(normal_burst(payload, 7));
  return burst;
}

BlockPosition at(std::uint32_t first, unsigned burst) {
  return {Channel::pdch, FrameNumber(first), burst};
}

TEST(TrxBlockAssembly, IsCompleteWithItsFourthBurst) {
  BlockAssembly assembly;
  for (unsigned i = 0; i < 3; ++i) EXPECT_TRUE(assembly.on_burst(at(26, i), burst_of(i, -70)).empty());
  const auto complete = assembly.on_burst(at(26, 3), burst_of(3, -74));
  ASSERT_EQ(complete.size(), 1u);
  EXPECT_EQ(complete[0].first, FrameNumber(26));
  EXPECT_EQ(complete[0].bursts, 4u);
  EXPECT_EQ(complete[0].measurement.level_dbm, -71);
  EXPECT_EQ(complete[0].measurement.signal_to_noise_db, 20);
  EXPECT_EQ(decode_packet_block(complete[0].bits)->octets, kBlock);
}

TEST(TrxBlockAssembly, LeavesUnknownWhatWasNotHeard) {
  BlockAssembly assembly;
  assembly.on_burst(at(26, 0), burst_of(0));
  assembly.on_burst(at(26, 1), ReceivedBurst{});
  assembly.on_burst(at(26, 2), burst_of(2));
  const auto complete = assembly.on_burst(at(26, 3), burst_of(3));
  ASSERT_EQ(complete.size(), 1u);
  EXPECT_EQ(complete[0].bursts, 3u);
  EXPECT_EQ(complete[0].bits[kNormalPayloadBits], 0);
  EXPECT_EQ(decode_packet_block(complete[0].bits)->octets, kBlock);
}

TEST(TrxBlockAssembly, GivesABlockWhoseEndNeverCameWhenTheNextBegins) {
  BlockAssembly assembly;
  assembly.on_burst(at(26, 0), burst_of(0));
  const auto complete = assembly.on_burst(at(30, 3), burst_of(3));
  ASSERT_EQ(complete.size(), 2u);
  EXPECT_EQ(complete[0].first, FrameNumber(26));
  EXPECT_EQ(complete[0].bursts, 1u);
  EXPECT_EQ(complete[1].first, FrameNumber(30));
  EXPECT_EQ(complete[1].bursts, 1u);
}

TEST(TrxBlockAssembly, CountsNoDummyBursts) {
  BlockAssembly assembly;
  ReceivedBurst dummy;
  dummy.bits = soften(dummy_burst());
  for (unsigned i = 0; i < 3; ++i) assembly.on_burst(at(26, i), dummy);
  const auto complete = assembly.on_burst(at(26, 3), ReceivedBurst{});
  ASSERT_EQ(complete.size(), 1u);
  EXPECT_EQ(complete[0].bursts, 0u);
  EXPECT_EQ(complete[0].measurement.level_dbm, -110);
}

TEST(TrxBlockAssembly, ForgetsOnRestart) {
  BlockAssembly assembly;
  assembly.on_burst(at(26, 0), burst_of(0));
  assembly.restart();
  EXPECT_TRUE(assembly.on_burst(at(30, 0), burst_of(0)).empty());
}

}  // namespace
}  // namespace foothold::rf_bridge::trx

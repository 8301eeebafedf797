// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/channel_coding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/hex.h"

namespace foothold::rf_bridge::trx {
namespace {

using gsm::l1::FrameNumber;

SoftBlock soften_block(const HardBlock& hard) {
  SoftBlock soft;
  std::transform(hard.begin(), hard.end(), soft.begin(),
                 [](std::uint8_t bit) { return static_cast<std::int8_t>(bit != 0 ? -127 : 127); });
  return soft;
}

template <std::size_t N>
std::array<std::int8_t, N> soften_bits(const std::array<std::uint8_t, N>& hard) {
  std::array<std::int8_t, N> soft;
  std::transform(hard.begin(), hard.end(), soft.begin(),
                 [](std::uint8_t bit) { return static_cast<std::int8_t>(bit != 0 ? -127 : 127); });
  return soft;
}

Bytes octets(std::size_t count) {
  Bytes made(count);
  for (std::size_t i = 0; i < count; ++i) made[i] = static_cast<std::uint8_t>(37 * i + 5);
  // Of the last octet of CS-2 to CS-4 there are 7, 3 and 7 bits on the air, spare ones (TS 44.060 10.2.1).
  if (count == 34 || count == 54) made.back() &= 0x7f;
  if (count == 40) made.back() &= 0x07;
  return made;
}

std::array<std::uint8_t, kControlBlockOctets> control_block() {
  std::array<std::uint8_t, kControlBlockOctets> block{};
  const auto made = octets(kControlBlockOctets);
  std::copy(made.begin(), made.end(), block.begin());
  return block;
}

TEST(TrxChannelCoding, BringsControlBlocksThroughWrongBits) {
  const auto block = control_block();
  auto soft = soften_block(encode_control_block(block));
  const auto clean = decode_control_block(soft);
  ASSERT_TRUE(clean);
  EXPECT_EQ(clean->octets, Bytes(block.begin(), block.end()));
  EXPECT_EQ(clean->bit_errors, 0);

  for (std::size_t i = 0; i < soft.size(); i += 31) soft[i] = static_cast<std::int8_t>(-soft[i]);
  const auto disturbed = decode_control_block(soft);
  ASSERT_TRUE(disturbed);
  EXPECT_EQ(disturbed->octets, clean->octets);
  EXPECT_EQ(disturbed->bit_errors, 15);
}

// TS 45.003 4.1: the block is spread over its four bursts, so that one of them may get lost.
TEST(TrxChannelCoding, BringsControlBlocksThroughTheLossOfABurst) {
  const auto block = control_block();
  for (std::size_t lost = 0; lost < 4; ++lost) {
    auto soft = soften_block(encode_control_block(block));
    std::fill_n(soft.begin() + lost * kNormalPayloadBits, kNormalPayloadBits, std::int8_t{0});
    const auto decoded = decode_control_block(soft);
    ASSERT_TRUE(decoded) << lost;
    EXPECT_EQ(decoded->octets, Bytes(block.begin(), block.end()));
  }
}

TEST(TrxChannelCoding, BringsEachCodingSchemeThrough) {
  for (const std::size_t size : {23u, 34u, 40u, 54u}) {
    const auto bits = encode_packet_block(octets(size));
    ASSERT_TRUE(bits) << size;
    const auto decoded = decode_packet_block(soften_block(*bits));
    ASSERT_TRUE(decoded) << size;
    EXPECT_EQ(decoded->octets, octets(size)) << size;
  }
}

// A code of rate 1/2 or 2/3 corrects bits that noise made wrong and unsure; a rate of 1 (CS-4) cannot.
TEST(TrxChannelCoding, CorrectsAsMuchAsTheCodingSchemeHasRedundancy) {
  std::mt19937 random(1);
  for (const std::size_t size : {23u, 34u}) {
    auto soft = soften_block(*encode_packet_block(octets(size)));
    for (auto& bit : soft) {
      if (random() % 100 < 2) bit = static_cast<std::int8_t>(-bit / 4);
    }
    const auto decoded = decode_packet_block(soft);
    ASSERT_TRUE(decoded) << size;
    EXPECT_EQ(decoded->octets, octets(size));
    EXPECT_GT(decoded->bit_errors, 0);
  }
  auto soft = soften_block(*encode_packet_block(octets(54)));
  for (std::size_t i = 0; i < soft.size(); i += 25) soft[i] = static_cast<std::int8_t>(-soft[i]);
  EXPECT_FALSE(decode_packet_block(soft));
}

TEST(TrxChannelCoding, RefusesWhatIsNoBlock) {
  EXPECT_FALSE(encode_packet_block({}));
  for (const std::size_t size : {22u, 24u, 27u, 55u, 155u, 300u})
    EXPECT_FALSE(encode_packet_block(Bytes(size))) << size;
  EXPECT_FALSE(decode_control_block(SoftBlock{}));
  EXPECT_FALSE(decode_packet_block(SoftBlock{}));
  std::mt19937 random(2);
  SoftBlock noise;
  for (auto& bit : noise) bit = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
  EXPECT_FALSE(decode_control_block(noise));
}

// TS 45.003 4.6: the BSIC is in the parity, so that a burst for another cell does not decode. Its six parity bits let
// one of 64 wrong ones pass, here none of these.
TEST(TrxChannelCoding, BindsAnAccessToItsCell) {
  for (unsigned random_access = 0; random_access < 256; ++random_access) {
    const auto bits = soften_bits(encode_access(static_cast<std::uint8_t>(random_access), 63));
    EXPECT_EQ(decode_access(bits, 63), static_cast<std::uint8_t>(random_access));
    EXPECT_NE(decode_access(bits, 62), static_cast<std::uint8_t>(random_access));
  }
}

TEST(TrxChannelCoding, NamesFrameAndCellInTheSch) {
  for (std::uint32_t frame = 1; frame < FrameNumber::kHyperframe; frame += 51 * 331) {
    for (const std::uint32_t sch : {0u, 10u, 20u, 30u, 40u}) {
      const Synchronisation sent{static_cast<std::uint8_t>(frame % 64), FrameNumber(frame + sch)};
      EXPECT_EQ(decode_synchronisation(soften_bits(encode_synchronisation(sent))), sent) << frame + sch;
    }
  }
  EXPECT_FALSE(decode_synchronisation(SynchronisationPayload{}));
}

}  // namespace
}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/burst.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace foothold::rf_bridge::trx {
namespace {

template <class Bits>
std::string text_of(const Bits& bits, std::size_t from, std::size_t count) {
  std::string text;
  for (std::size_t i = from; i < from + count; ++i) text.push_back(static_cast<char>('0' + bits[i]));
  return text;
}

// Of bit i, so that a bit in a wrong place shows.
template <std::size_t N>
std::array<std::uint8_t, N> pattern() {
  std::array<std::uint8_t, N> bits{};
  for (std::size_t i = 0; i < N; ++i) bits[i] = static_cast<std::uint8_t>((i * i + i / 3) & 1);
  return bits;
}

template <class Soft>
std::vector<std::uint8_t> harden(const Soft& soft) {
  std::vector<std::uint8_t> hard;
  for (const auto bit : soft) hard.push_back(bit < 0);
  return hard;
}

// TS 45.002 5.2.3: tail 0..2, data 3..60, training sequence 61..86, data 87..144, tail 145..147.
TEST(TrxBurst, PlacesANormalBurstAsTheSpecificationNumbersItsBits) {
  const auto payload = pattern<kNormalPayloadBits>();
  const auto burst = normal_burst(payload, 7);
  EXPECT_EQ(text_of(burst, 0, 3), "000");
  EXPECT_EQ(text_of(burst, 3, 58), text_of(payload, 0, 58));
  EXPECT_EQ(text_of(burst, 61, 26), "11101111000100101110111100");
  EXPECT_EQ(text_of(burst, 87, 58), text_of(payload, 58, 58));
  EXPECT_EQ(text_of(burst, 145, 3), "000");
  EXPECT_EQ(harden(normal_payload(soften(burst))), std::vector<std::uint8_t>(payload.begin(), payload.end()));
}

// A training sequence is 16 bits with 5 of them repeated before and after (TS 45.002 5.2.3): bits 0..4 are bits 16..20,
// and bits 5..9 are bits 21..25.
TEST(TrxBurst, RepeatsTheEndsOfEachTrainingSequence) {
  std::vector<std::string> sequences;
  for (unsigned code = 0; code < 8; ++code) {
    const auto burst = normal_burst(pattern<kNormalPayloadBits>(), code);
    const auto sequence = text_of(burst, 61, 26);
    EXPECT_EQ(sequence.substr(0, 5), sequence.substr(16, 5)) << code;
    EXPECT_EQ(sequence.substr(5, 5), sequence.substr(21, 5)) << code;
    sequences.push_back(sequence);
  }
  std::sort(sequences.begin(), sequences.end());
  EXPECT_EQ(std::unique(sequences.begin(), sequences.end()), sequences.end());
}

// 5.2.7: extended tail 0..7, synchronisation sequence 8..48, data 49..84, tail 85..87.
TEST(TrxBurst, PlacesAnAccessBurst) {
  const auto payload = pattern<kAccessPayloadBits>();
  const auto burst = access_burst(payload);
  EXPECT_EQ(text_of(burst, 0, 8), "00111010");
  EXPECT_EQ(text_of(burst, 8, 41), "01001011011111111001100110101010001111000");
  EXPECT_EQ(text_of(burst, 49, 36), text_of(payload, 0, 36));
  EXPECT_EQ(text_of(burst, 85, 63), std::string(63, '0'));
  EXPECT_EQ(harden(access_payload(soften(burst))), std::vector<std::uint8_t>(payload.begin(), payload.end()));
  EXPECT_TRUE(is_access_burst(burst));
  EXPECT_FALSE(is_access_burst(normal_burst(pattern<kNormalPayloadBits>(), 0)));
}

// 5.2.5: tail 0..2, data 3..41, extended training sequence 42..105, data 106..144, tail.
TEST(TrxBurst, PlacesASynchronisationBurst) {
  const auto payload = pattern<kSynchronisationPayloadBits>();
  const auto burst = synchronisation_burst(payload);
  EXPECT_EQ(text_of(burst, 3, 39), text_of(payload, 0, 39));
  EXPECT_EQ(text_of(burst, 42, 64), "1011100101100010000001000000111100101101010001010111011000011011");
  EXPECT_EQ(text_of(burst, 106, 39), text_of(payload, 39, 39));
  EXPECT_EQ(harden(synchronisation_payload(soften(burst))), std::vector<std::uint8_t>(payload.begin(), payload.end()));
}

// 5.2.6: the dummy burst's mixed bits have a training sequence's place and form, but are none of the eight.
TEST(TrxBurst, KnowsTheDummyBurst) {
  const auto& dummy = dummy_burst();
  EXPECT_EQ(text_of(dummy, 0, 11), "00011111011");
  EXPECT_EQ(text_of(dummy, 61, 26), "01110001011100010111000101");
  EXPECT_EQ(text_of(dummy, 137, 11), "11101010000");
  EXPECT_EQ(std::count(dummy.begin(), dummy.end(), 1), 71);
}

TEST(TrxBurst, RecognisesAKnownBurstWithAFifthOfItsBitsWrong) {
  auto burst = soften(dummy_burst());
  EXPECT_TRUE(resembles(burst, dummy_burst()));
  for (std::size_t i = 0; i < 29; ++i) burst[5 * i] = static_cast<std::int8_t>(-burst[5 * i]);
  EXPECT_TRUE(resembles(burst, dummy_burst()));
  burst[1] = 0;  // unknown counts as wrong
  EXPECT_FALSE(resembles(burst, dummy_burst()));
  EXPECT_FALSE(resembles(SoftBurst{}, frequency_correction_burst()));
  EXPECT_FALSE(resembles(soften(dummy_burst()), frequency_correction_burst()));
}

}  // namespace
}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/burst.h"

#include <algorithm>
#include <string_view>

namespace foothold::rf_bridge::trx {
namespace {

constexpr std::size_t kTailBits = 3;
constexpr std::size_t kHalf = 58;  // of a normal burst's payload, on either side of the training sequence
constexpr std::size_t kTrainingBits = 26;
constexpr std::size_t kSynchronisationHalf = 39;
constexpr std::int8_t kSure = 127;

// TS 45.002 table 5.2.3a, TSC set 1.
constexpr std::array<std::string_view, 8> kTrainingSequences = {
    "00100101110000100010010111", "00101101110111100010110111", "01000011101110100100001110",
    "01000111101101000100011110", "00011010111001000001101011", "01001110101100000100111010",
    "10100111110110001010011111", "11101111000100101110111100",
};
// 5.2.7: extended tail bits and synchronisation sequence TS0.
constexpr std::string_view kAccessStart = "0011101001001011011111111001100110101010001111000";
// 5.2.5: the extended training sequence.
constexpr std::string_view kExtendedTraining = "1011100101100010000001000000111100101101010001010111011000011011";
// 5.2.6, the mixed bits.
constexpr std::string_view kDummyBits =
    "11111011011101100000101001001110000010010001000000011111000111000101110001011100"
    "01010111010010100011001100111001111010011111000100101111101010";

static_assert(kAccessStart.size() == 49 && kExtendedTraining.size() == 64 && kDummyBits.size() == 142);

void place(std::string_view bits, std::uint8_t* where) {
  std::transform(bits.begin(), bits.end(), where, [](char bit) { return static_cast<std::uint8_t>(bit - '0'); });
}

}  // namespace

HardBurst normal_burst(std::span<const std::uint8_t, kNormalPayloadBits> payload, unsigned training_sequence) {
  HardBurst burst{};
  std::copy_n(payload.begin(), kHalf, burst.begin() + kTailBits);
  place(kTrainingSequences[training_sequence % kTrainingSequences.size()], burst.data() + kTailBits + kHalf);
  std::copy_n(payload.begin() + kHalf, kHalf, burst.begin() + kTailBits + kHalf + kTrainingBits);
  return burst;
}

HardBurst access_burst(std::span<const std::uint8_t, kAccessPayloadBits> payload) {
  HardBurst burst{};
  place(kAccessStart, burst.data());
  std::copy(payload.begin(), payload.end(), burst.begin() + kAccessStart.size());
  return burst;
}

HardBurst synchronisation_burst(std::span<const std::uint8_t, kSynchronisationPayloadBits> payload) {
  HardBurst burst{};
  std::copy_n(payload.begin(), kSynchronisationHalf, burst.begin() + kTailBits);
  place(kExtendedTraining, burst.data() + kTailBits + kSynchronisationHalf);
  std::copy_n(payload.begin() + kSynchronisationHalf, kSynchronisationHalf,
              burst.begin() + kTailBits + kSynchronisationHalf + kExtendedTraining.size());
  return burst;
}

const HardBurst& frequency_correction_burst() {
  static const HardBurst burst{};
  return burst;
}

const HardBurst& dummy_burst() {
  static const HardBurst burst = [] {
    HardBurst made{};
    place(kDummyBits, made.data() + kTailBits);
    return made;
  }();
  return burst;
}

NormalPayload normal_payload(const SoftBurst& burst) {
  NormalPayload payload;
  std::copy_n(burst.begin() + kTailBits, kHalf, payload.begin());
  std::copy_n(burst.begin() + kTailBits + kHalf + kTrainingBits, kHalf, payload.begin() + kHalf);
  return payload;
}

AccessPayload access_payload(const SoftBurst& burst) {
  AccessPayload payload;
  std::copy_n(burst.begin() + kAccessStart.size(), payload.size(), payload.begin());
  return payload;
}

SynchronisationPayload synchronisation_payload(const SoftBurst& burst) {
  SynchronisationPayload payload;
  std::copy_n(burst.begin() + kTailBits, kSynchronisationHalf, payload.begin());
  std::copy_n(burst.begin() + kTailBits + kSynchronisationHalf + kExtendedTraining.size(), kSynchronisationHalf,
              payload.begin() + kSynchronisationHalf);
  return payload;
}

bool is_access_burst(const HardBurst& burst) {
  return std::equal(kAccessStart.begin(), kAccessStart.end(), burst.begin(),
                    [](char expected, std::uint8_t bit) { return expected - '0' == bit; });
}

bool resembles(const SoftBurst& received, const HardBurst& known) {
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < kBurstBits; ++i) wrong += known[i] == 0 ? received[i] <= 0 : received[i] >= 0;
  return wrong <= kBurstBits / 5;
}

SoftBurst soften(const HardBurst& burst) {
  SoftBurst soft;
  std::transform(burst.begin(), burst.end(), soft.begin(),
                 [](std::uint8_t bit) { return static_cast<std::int8_t>(bit == 0 ? kSure : -kSure); });
  return soft;
}

}  // namespace foothold::rf_bridge::trx

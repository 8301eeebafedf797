// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/propagation.h"

#include <gtest/gtest.h>

#include <cmath>

namespace foothold::rf_bridge::trx {
namespace {

unsigned wrong_bits(const SoftBurst& received, const HardBurst& sent) {
  unsigned wrong = 0;
  for (std::size_t i = 0; i < sent.size(); ++i) wrong += (received[i] < 0) != (sent[i] != 0);
  return wrong;
}

TEST(TrxPropagation, LosesLevelOnThePath) {
  PropagationSettings settings;
  settings.path_loss_db = 100;
  Propagation channel(settings, 1);
  EXPECT_DOUBLE_EQ(channel.receive(23).level_dbm, -77);
  EXPECT_DOUBLE_EQ(channel.receive(23).carrier_to_noise_db, 33);
  EXPECT_DOUBLE_EQ(channel.receive(60).carrier_to_noise_db, 40);  // what a receiver can tell at best
}

TEST(TrxPropagation, IsSureOfACleanBurst) {
  Propagation channel({}, 1);
  EXPECT_EQ(channel.disturb(dummy_burst(), 30), soften(dummy_burst()));
}

// Of antipodal signals in white noise: Q(sqrt(2 C/N)); at 0 dB 7.9%, at 3 dB 2.3%, at 6 dB 0.24%.
TEST(TrxPropagation, MakesAsManyBitErrorsAsTheNoiseDoes) {
  Propagation channel({}, 1);
  for (const auto& [ratio, expected] : {std::pair{0.0, 0.0786}, std::pair{3.0, 0.0229}, std::pair{6.0, 0.0024}}) {
    unsigned wrong = 0;
    constexpr unsigned kBursts = 1000;
    for (unsigned i = 0; i < kBursts; ++i) wrong += wrong_bits(channel.disturb(dummy_burst(), ratio), dummy_burst());
    const double rate = static_cast<double>(wrong) / (kBursts * kBurstBits);
    EXPECT_NEAR(rate, expected, 0.15 * expected) << ratio;
  }
}

TEST(TrxPropagation, LosesBurstsInEachDirectionOnItsOwn) {
  PropagationSettings settings;
  settings.downlink_burst_loss = 0.3;
  Propagation channel(settings, 1);
  unsigned lost = 0;
  for (int i = 0; i < 10000; ++i) {
    lost += channel.loses_downlink();
    EXPECT_FALSE(channel.loses_uplink());
  }
  EXPECT_NEAR(lost, 3000, 200);
}

TEST(TrxPropagation, LosesEverythingOutOfCoverage) {
  Propagation channel({}, 1);
  channel.cover(3);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(channel.loses_downlink() && channel.loses_uplink());
    channel.next_frame();
  }
  EXPECT_FALSE(channel.loses_downlink() || channel.loses_uplink());
}

// A Rayleigh channel's mean power is that without fading; it is below 10% of it for 1 - exp(-0.1) = 9.5% of the time.
TEST(TrxPropagation, FadesAsRayleighDoes) {
  PropagationSettings settings;
  settings.path_loss_db = 0;
  settings.fading = Fading::rayleigh;
  settings.doppler_hz = 50;
  Propagation channel(settings, 1);
  double power = 0;
  unsigned deep = 0;
  constexpr unsigned kFrames = 50000;
  for (unsigned i = 0; i < kFrames; ++i) {
    channel.next_frame();
    const double level = channel.receive(0).level_dbm;
    power += std::pow(10, level / 10);
    deep += level < -10;
  }
  EXPECT_NEAR(power / kFrames, 1, 0.07);
  EXPECT_NEAR(static_cast<double>(deep) / kFrames, 0.095, 0.01);
}

TEST(TrxPropagation, RepeatsItselfWithTheSameSeed) {
  PropagationSettings settings;
  settings.fading = Fading::rayleigh;
  Propagation one(settings, 7), other(settings, 7), third(settings, 8);
  EXPECT_EQ(one.disturb(dummy_burst(), 5), other.disturb(dummy_burst(), 5));
  EXPECT_NE(one.garble(), third.garble());
}

}  // namespace
}  // namespace foothold::rf_bridge::trx

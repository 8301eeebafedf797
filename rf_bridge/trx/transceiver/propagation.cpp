// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/propagation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace foothold::rf_bridge::trx {
namespace {

constexpr double kFrameSeconds = 0.06 / 13;
constexpr double kSure = 127;
// Above this no bit of a burst is ever wrong, and the noise need not be drawn.
constexpr double kCleanDb = 20;
// What an equaliser and its measurement can tell apart.
constexpr double kBestCarrierToNoiseDb = 40;
constexpr double kDeepestFade = 1e-6;

}  // namespace

Propagation::Propagation(PropagationSettings settings, std::uint64_t seed) : settings_(settings), random_(seed) {
  if (settings_.fading == Fading::rayleigh) gain_ = scatter();
}

void Propagation::next_frame() {
  if (covered_frames_ > 0) --covered_frames_;
  if (settings_.fading == Fading::none) {
    gain_ = 1;
    return;
  }
  // A first order process with the correlation of Jakes' spectrum from one frame to the next.
  const double correlation =
      std::clamp(std::cyl_bessel_j(0, 2 * std::numbers::pi * settings_.doppler_hz * kFrameSeconds), 0.0, 1.0);
  gain_ = correlation * gain_ + std::sqrt(1 - correlation * correlation) * scatter();
}

Reception Propagation::receive(double power_dbm) const {
  Reception reception;
  reception.level_dbm = power_dbm - settings_.path_loss_db + 10 * std::log10(std::max(std::norm(gain_), kDeepestFade));
  reception.carrier_to_noise_db = std::min(reception.level_dbm - settings_.noise_floor_dbm, kBestCarrierToNoiseDb);
  return reception;
}

SoftBurst Propagation::disturb(const HardBurst& bits, double carrier_to_noise_db) {
  auto burst = soften(bits);
  if (carrier_to_noise_db >= kCleanDb) return burst;
  const double deviation = std::sqrt(0.5 * std::pow(10, -carrier_to_noise_db / 10));
  for (auto& bit : burst) {
    bit = static_cast<std::int8_t>(std::clamp(std::round(bit + kSure * deviation * gaussian_(random_)), -kSure, kSure));
  }
  return burst;
}

SoftBurst Propagation::garble() {
  SoftBurst burst;
  std::uniform_int_distribution<int> any(-static_cast<int>(kSure), static_cast<int>(kSure));
  for (auto& bit : burst) bit = static_cast<std::int8_t>(any(random_));
  return burst;
}

bool Propagation::loses(double probability) {
  return probability > 0 && std::uniform_real_distribution<double>(0, 1)(random_) < probability;
}

std::complex<double> Propagation::scatter() {
  const double real = gaussian_(random_), imaginary = gaussian_(random_);
  return std::complex<double>(real, imaginary) * std::numbers::sqrt2 / 2.0;
}

}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <random>

#include "rf_bridge/trx/burst.h"

namespace foothold::rf_bridge::trx {

enum class Fading : std::uint8_t { none, rayleigh };

// The channel between a cell and one mobile. The same in both directions, except for the losses.
struct PropagationSettings {
  double path_loss_db = 90;
  double noise_floor_dbm = -110;  // of either receiver, over the bandwidth of a carrier
  Fading fading = Fading::none;
  double doppler_hz = 5;           // of Rayleigh fading: its speed
  double downlink_burst_loss = 0;  // 0..1, each burst on its own
  double uplink_burst_loss = 0;
  double delay_symbols = 0;  // one way there and back: what the timing advance is to make up for
};

// What a receiver measures of a burst.
struct Reception {
  double level_dbm = -110;
  double carrier_to_noise_db = 0;
};

// A channel over time. Its randomness comes from the seed alone.
class Propagation {
 public:
  Propagation(PropagationSettings settings, std::uint64_t seed);

  // To the next frame: the fading goes on.
  void next_frame();
  // Of a burst sent with this power.
  Reception receive(double power_dbm) const;
  bool loses_downlink() { return out_of_coverage() || loses(settings_.downlink_burst_loss); }
  bool loses_uplink() { return out_of_coverage() || loses(settings_.uplink_burst_loss); }
  // The burst's bits after white noise; those of a clean channel are sure.
  SoftBurst disturb(const HardBurst& bits, double carrier_to_noise_db);
  // What a receiver makes of two bursts that destroyed each other.
  SoftBurst garble();

  // Nothing passes for this many frames from now on.
  void cover(std::int64_t frames) { covered_frames_ = frames; }
  bool out_of_coverage() const { return covered_frames_ > 0; }
  // May be changed at any time.
  PropagationSettings& settings() { return settings_; }
  const PropagationSettings& settings() const { return settings_; }

 private:
  bool loses(double probability);
  std::complex<double> scatter();  // a complex Gaussian of mean power 1

  PropagationSettings settings_;
  std::mt19937_64 random_;
  std::normal_distribution<double> gaussian_;
  std::complex<double> gain_ = 1;
  std::int64_t covered_frames_ = 0;
};

}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "rf_bridge/trx/trxc.h"
#include "rf_bridge/trx/trxd.h"

namespace foothold::rf_bridge::trx {

// One radio as TRXC sets it up: a base station's or a mobile's. What it is commanded is what the channel then asks.
class RadioUnit {
 public:
  // `nominal_power_dbm`: what it sends with at no attenuation.
  explicit RadioUnit(int nominal_power_dbm) : nominal_power_dbm_(nominal_power_dbm) {}

  // A command that it does not have is answered with status -1, one with wrong arguments with 1. MEASURE is not among
  // its commands: what a radio hears is the channel's to say.
  TrxcResponse command(const TrxcCommand& command);

  bool powered() const { return powered_; }
  std::uint32_t receives_khz() const { return receives_khz_; }
  std::uint32_t sends_khz() const { return muted_ ? 0 : sends_khz_; }
  bool has_slot(unsigned timeslot) const { return slots_[timeslot % slots_.size()]; }
  double power_dbm() const { return nominal_power_dbm_ - attenuation_db_; }
  unsigned training_sequence() const { return training_sequence_; }
  unsigned timing_advance() const { return timing_advance_; }
  std::uint8_t trxd_version() const { return trxd_version_; }

 private:
  int nominal_power_dbm_;
  bool powered_ = false;
  bool muted_ = false;
  std::uint32_t receives_khz_ = 0;
  std::uint32_t sends_khz_ = 0;
  int attenuation_db_ = 0;
  unsigned training_sequence_ = 0;
  unsigned timing_advance_ = 0;
  std::uint8_t trxd_version_ = 0;
  std::array<bool, 8> slots_{};
};

}  // namespace foothold::rf_bridge::trx

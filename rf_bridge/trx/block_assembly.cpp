// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/block_assembly.h"

#include <algorithm>
#include <utility>

namespace foothold::rf_bridge::trx {
namespace {

constexpr unsigned kLastBurst = 3;
constexpr int kCentibelsOfDecibel = 10;

}  // namespace

std::vector<AssembledBlock> BlockAssembly::on_burst(const BlockPosition& position, const ReceivedBurst& burst) {
  std::vector<AssembledBlock> complete;
  if (gathered_ && gathered_->block.first != position.first) complete.push_back(finish());
  if (!gathered_) {
    gathered_ = Gathered{};
    gathered_->block.channel = position.channel;
    gathered_->block.first = position.first;
  }
  auto& gathered = *gathered_;
  if (burst.bits) {
    gathered.level_sum += burst.level_dbm;
    gathered.noise_sum += burst.carrier_to_noise;
    ++gathered.measured;
    if (!resembles(*burst.bits, dummy_burst())) {
      const auto payload = normal_payload(*burst.bits);
      std::copy(payload.begin(), payload.end(), gathered.block.bits.begin() + position.burst * kNormalPayloadBits);
      ++gathered.block.bursts;
    }
  }
  if (position.burst == kLastBurst) complete.push_back(finish());
  return complete;
}

AssembledBlock BlockAssembly::finish() {
  auto gathered = std::exchange(gathered_, std::nullopt);
  auto& measurement = gathered->block.measurement;
  if (gathered->measured > 0) {
    measurement.level_dbm = static_cast<std::int16_t>(gathered->level_sum / gathered->measured);
    measurement.signal_to_noise_db =
        static_cast<std::int16_t>(gathered->noise_sum / gathered->measured / kCentibelsOfDecibel);
  } else {
    measurement.level_dbm = -110;  // nothing but noise (TS 45.008 8.1.4: RXLEV 0)
    measurement.signal_to_noise_db = 0;
  }
  return gathered->block;
}

}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "gsm/l1/primitives.h"
#include "rf_bridge/trx/multiframe.h"
#include "rf_bridge/trx/trxd.h"

namespace foothold::rf_bridge::trx {

// The bursts that a mobile is going to send, each in its frame.
class UplinkSchedule {
 public:
  // Bursts leave for the transceiver this many frames before they are on the air, so that it has them in time.
  static constexpr int kAhead = 4;

  struct AccessBurst {
    std::uint8_t random_access = 0;
    gsm::l1::FrameNumber frame;
  };
  struct Due {
    std::vector<TransmitFrame> frames;  // in order
    std::vector<AccessBurst> accesses;  // among them
  };

  // Errors: a size that is no coding scheme's, a frame in which no block starts, one that has gone by, or too many
  // blocks waiting.
  Result<void> add_block(const gsm::l1::UplinkBlock& block, std::uint8_t bsic, gsm::l1::FrameNumber now);
  void add_access(std::uint8_t random_access, unsigned slots_to_skip, std::uint8_t bsic, CcchLayout layout,
                  gsm::l1::FrameNumber now);
  // What is to leave now.
  Due take(gsm::l1::FrameNumber now, std::uint8_t trxd_version);
  void clear() { planned_.clear(); }

 private:
  struct Planned {
    gsm::l1::FrameNumber frame;
    TransmitBurst burst;
    std::optional<std::uint8_t> random_access;
  };
  std::vector<Planned> planned_;
};

}  // namespace foothold::rf_bridge::trx

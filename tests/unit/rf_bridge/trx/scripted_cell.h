// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <map>
#include <optional>
#include <utility>

#include "base/bytes.h"
#include "gsm/l1/frame_number.h"
#include "rf_bridge/trx/burst.h"
#include "rf_bridge/trx/channel_coding.h"
#include "rf_bridge/trx/multiframe.h"
#include "rf_bridge/trx/trxd.h"

namespace foothold::tests {

// The bursts of a cell with BSIC 63 and a combined CCCH on timeslot 0, PDCHs on the others: what osmo-bts-trx would
// send. A system information 3 in each BCCH block, an empty paging request in each CCCH block, dummy bursts where
// there is nothing else.
class ScriptedCell {
 public:
  static constexpr std::uint8_t kBsic = 63;
  static constexpr unsigned kTrainingSequence = 7;

  rf_bridge::trx::HardBurst burst(gsm::l1::FrameNumber frame, std::uint8_t timeslot) const {
    using namespace rf_bridge::trx;
    if (timeslot != 0) {
      const auto position = packet_block(frame);
      const auto sent = position ? packet_blocks.find({timeslot, position->first.value()}) : packet_blocks.end();
      return sent == packet_blocks.end() ? dummy_burst() : part(*encode_packet_block(sent->second), position->burst);
    }
    if (carries_fcch(frame)) return frequency_correction_burst();
    if (carries_sch(frame)) return synchronisation_burst(encode_synchronisation({kBsic, frame}));
    const auto position = common_block(frame, CcchLayout::combined);
    if (!position) return dummy_burst();
    static const HardBlock bcch = encode_control_block(system_information_3()), ccch = encode_control_block(paging());
    return part(position->channel == gsm::l1::Channel::bcch ? bcch : ccch, position->burst);
  }

  // CCCH_CONF 1: combined with SDCCHs (TS 44.018 10.5.2.11); as osmo-bsc 1.9.0 sends it.
  static std::array<std::uint8_t, 23> system_information_3() {
    return {0x49, 0x06, 0x1b, 0x1b, 0x39, 0x00, 0xf1, 0x10, 0x00, 0x01, 0xc9, 0x03,
            0x1e, 0x27, 0x47, 0x40, 0xe5, 0x04, 0x00, 0x2c, 0x0b, 0x2b, 0x2b};
  }
  static std::array<std::uint8_t, 23> paging() {
    std::array<std::uint8_t, 23> block{0x15, 0x06, 0x21, 0x00, 0x01, 0xf0};
    std::fill(block.begin() + 6, block.end(), std::uint8_t{0x2b});
    return block;
  }

  std::map<std::pair<std::uint8_t, std::uint32_t>, Bytes> packet_blocks;  // by timeslot and first frame

 private:
  static rf_bridge::trx::HardBurst part(const rf_bridge::trx::HardBlock& block, unsigned burst) {
    using namespace rf_bridge::trx;
    return normal_burst(std::span<const std::uint8_t, kNormalPayloadBits>(block.data() + burst * kNormalPayloadBits,
                                                                          kNormalPayloadBits),
                        kTrainingSequence);
  }
};

}  // namespace foothold::tests

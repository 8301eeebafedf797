// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "gsm/l1/frame_number.h"
#include "gsm/l1/primitives.h"

// Which frame carries what: the tables of TS 45.002 clause 7, for the channels of a GPRS mobile.
namespace foothold::rf_bridge::trx {

// What timeslot 0 of the BCCH carrier carries besides FCCH, SCH and BCCH; system information 3 tells (CCCH_CONF).
enum class CcchLayout : std::uint8_t {
  unknown,       // only the blocks and the RACH slots that both layouts have
  combined,      // with SDCCH/4: 3 CCCH blocks, 27 RACH slots a multiframe
  not_combined,  // 9 CCCH blocks, each frame of the uplink is a RACH slot
};

struct BlockPosition {
  gsm::l1::Channel channel = gsm::l1::Channel::bcch;
  gsm::l1::FrameNumber first;  // the frame of the block's first burst
  unsigned burst = 0;          // of the block's four, 0..3
};

bool carries_fcch(gsm::l1::FrameNumber frame);
bool carries_sch(gsm::l1::FrameNumber frame);
// Of timeslot 0. Nothing for frames without a block of BCCH or CCCH.
std::optional<BlockPosition> common_block(gsm::l1::FrameNumber frame, CcchLayout layout);
// Nothing for PTCCH and idle frames.
std::optional<BlockPosition> packet_block(gsm::l1::FrameNumber frame);
// Of timeslot 0, at `from` or later.
gsm::l1::FrameNumber next_access_slot(gsm::l1::FrameNumber from, CcchLayout layout);

}  // namespace foothold::rf_bridge::trx

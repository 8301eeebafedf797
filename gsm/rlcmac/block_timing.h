// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "gsm/l1/frame_number.h"

namespace foothold::gsm::rlcmac {

// Radio blocks of a PDCH: three in 13 frames, four frames each; the thirteenth is PTCCH or idle (TS 45.002 table 6a).
constexpr bool begins_block(l1::FrameNumber frame) {
  const unsigned at = frame.in_13_frames();
  return at == 0 || at == 4 || at == 8;
}

// The first frame of the block after the one that begins in `block`.
constexpr l1::FrameNumber next_block(l1::FrameNumber block) {
  return block + (block.in_13_frames() == 8 ? 5 : 4);
}

// The uplink block that RRBP reserves in a downlink block that begins in `block` (TS 44.060 table 10.4.5.1): the block
// that begins 13, 17 or 18, 21 or 22, 26 frames later. `rrbp` 0..3.
constexpr l1::FrameNumber reserved_block(l1::FrameNumber block, unsigned rrbp) {
  l1::FrameNumber reserved = block + 13;
  for (unsigned i = 0; i < rrbp; ++i) reserved = next_block(reserved);
  return reserved;
}

}  // namespace foothold::gsm::rlcmac

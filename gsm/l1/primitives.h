// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "gsm/l1/frame_number.h"

// What crosses the boundary between a mobile's physical layer and what stands above it (RR, RLC/MAC): whole radio
// blocks with the frame of their first burst, as TS 45.002 numbers them. How they came over the air is below.
namespace foothold::gsm::l1 {

enum class Channel : std::uint8_t {
  bcch,  // system information, 23 octets
  ccch,  // AGCH and PCH, 23 octets
  pdch,  // RLC/MAC blocks of PDTCH and PACCH: 23, 34, 40 or 54 octets (CS-1..CS-4); not PTCCH
};

// As measured over the bursts of one block.
struct Measurement {
  std::int16_t level_dbm = -63;
  std::int16_t signal_to_noise_db = 40;
  std::uint16_t bit_errors = 0;  // corrected by the channel decoder, where it counts them
};

struct DownlinkBlock {
  Channel channel = Channel::bcch;
  std::uint16_t arfcn = 0;    // 0..1023
  std::uint8_t timeslot = 0;  // 0..7
  FrameNumber frame_number;
  Measurement measurement;
  Bytes block;  // empty: a block was due on a PDCH that is listened to, and could not be decoded
};

struct UplinkBlock {
  std::uint8_t timeslot = 0;
  FrameNumber frame_number;  // of the first burst; exactly the one that a USF, a poll or a starting time granted
  Bytes block;               // 23, 34, 40 or 54 octets
};

}  // namespace foothold::gsm::l1

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/l1/frame_number.h"
#include "gsm/l1/primitives.h"

namespace foothold::rf_bridge::gsmtap {

// The logical channels of GSMTAP's type Um that a GPRS mobile meets, with libosmocore's values (gsmtap.h).
namespace channel {
inline constexpr std::uint8_t kBcch = 0x01;
inline constexpr std::uint8_t kCcch = 0x02;
inline constexpr std::uint8_t kRach = 0x03;
inline constexpr std::uint8_t kAgch = 0x04;
inline constexpr std::uint8_t kPch = 0x05;
inline constexpr std::uint8_t kPdtch = 0x0d;  // PACCH too: nobody can tell before the block is decoded
}  // namespace channel

// One GSMTAP message of type Um (version 2): what the virtual Um carries, and how Um frames stand in a trace.
struct UmFrame {
  bool uplink = false;
  std::uint8_t timeslot = 0;        // 0..7
  std::uint16_t arfcn = 0;          // 0..1023
  std::int8_t level_dbm = 0;        // of a downlink frame; for an uplink one see kUplinkLevel
  std::int8_t signal_to_noise = 0;  // dB
  gsm::l1::FrameNumber frame_number;
  std::uint8_t channel = 0;  // of the list above, or any other that GSMTAP knows
  Bytes payload;             // may be empty
  friend bool operator==(const UmFrame&, const UmFrame&) = default;
};

// osmo-bts-virtual takes ten times the level field, as a number without sign, for the link quality in cB, and drops
// what is below its min-qual-rach.
inline constexpr std::int8_t kUplinkLevel = 40;

Bytes encode(const UmFrame& frame);
// Errors: not version 2, not of type Um, shorter than its header says, or a frame number beyond the hyperframe.
Result<UmFrame> decode(ByteView message);

UmFrame frame_of(const gsm::l1::DownlinkBlock& block);
UmFrame frame_of(const gsm::l1::UplinkBlock& block, std::uint16_t arfcn);
UmFrame access_burst(std::uint8_t random_access, gsm::l1::FrameNumber frame_number, std::uint16_t arfcn);

}  // namespace foothold::rf_bridge::gsmtap

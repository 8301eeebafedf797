// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/l1/frame_number.h"
#include "rf_bridge/trx/burst.h"

// TRXD, the bursts on their way to and from a transceiver, versions 0 to 2 as Osmocom's TRX protocol defines them. In
// version 2 one datagram carries the bursts of all timeslots of a frame. GMSK only: there is no EGPRS here.
namespace foothold::rf_bridge::trx {

inline constexpr std::uint8_t kNewestTrxdVersion = 2;
inline constexpr std::size_t kLargestTrxdDatagram = 8 * (12 + kBurstBits);

// For the transceiver to send.
struct TransmitBurst {
  std::uint8_t timeslot = 0;     // 0..7
  std::uint8_t attenuation = 0;  // dB below the power of SETPOWER
  HardBurst bits{};
  friend bool operator==(const TransmitBurst&, const TransmitBurst&) = default;
};

// What the transceiver received.
struct ReceivedBurst {
  std::uint8_t timeslot = 0;
  std::int16_t level_dbm = -110;       // -255..0
  std::int16_t timing_offset = 0;      // 1/256 symbol, late is positive
  std::int16_t carrier_to_noise = 0;   // cB; not in version 0
  std::uint8_t training_sequence = 0;  // 0..7, of a normal burst; not in version 0
  std::optional<SoftBurst> bits;       // nothing: no burst was detected (NOPE indication)
  friend bool operator==(const ReceivedBurst&, const ReceivedBurst&) = default;
};

template <class Burst>
struct Frame {
  std::uint8_t version = kNewestTrxdVersion;
  gsm::l1::FrameNumber frame_number;
  std::vector<Burst> bursts;  // 1..8 in version 2; one in versions 0 and 1
  friend bool operator==(const Frame&, const Frame&) = default;
};
using TransmitFrame = Frame<TransmitBurst>;
using ReceivedFrame = Frame<ReceivedBurst>;

// One datagram in version 2; in versions 0 and 1 one for each burst, and in version 0 none for a NOPE indication.
std::vector<Bytes> encode(const TransmitFrame& frame);
std::vector<Bytes> encode(const ReceivedFrame& frame);

// Errors: a version that is none, a frame beyond the hyperframe, a modulation other than GMSK, a carrier other than the
// first, or a length that does not fit. A NOPE request (to send nothing) leaves its burst out.
Result<TransmitFrame> decode_transmit(ByteView datagram);
Result<ReceivedFrame> decode_received(ByteView datagram);

}  // namespace foothold::rf_bridge::trx

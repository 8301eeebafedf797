// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "gsm/l1/frame_number.h"
#include "rf_bridge/trx/burst.h"

// The coding of TS 45.003 that a GPRS mobile and its cell need, by libosmocoding: control channels (clause 4.1), PDTCH
// CS-1 to CS-4 (5.1), access bursts of 8 bits (4.6) and the SCH (4.7).
namespace foothold::rf_bridge::trx {

inline constexpr std::size_t kControlBlockOctets = 23;
inline constexpr std::size_t kBlockBits = 4 * kNormalPayloadBits;

// The payloads of a block's four bursts, one after the other.
using HardBlock = std::array<std::uint8_t, kBlockBits>;
using SoftBlock = std::array<std::int8_t, kBlockBits>;

struct DecodedBlock {
  Bytes octets;
  std::uint16_t bit_errors = 0;  // that the decoder corrected
};

HardBlock encode_control_block(std::span<const std::uint8_t, kControlBlockOctets> block);
// Nothing if its parity is wrong.
std::optional<DecodedBlock> decode_control_block(const SoftBlock& bits);

// The coding scheme goes by the size: 23, 34, 40 or 54 octets. Nothing for any other size.
std::optional<HardBlock> encode_packet_block(ByteView block);
std::optional<DecodedBlock> decode_packet_block(const SoftBlock& bits);

std::array<std::uint8_t, kAccessPayloadBits> encode_access(std::uint8_t random_access, std::uint8_t bsic);
std::optional<std::uint8_t> decode_access(const AccessPayload& bits, std::uint8_t bsic);

// TS 44.018 9.1.30: the cell's BSIC, 0..63, and the frame in which the SCH was sent, one that carries an SCH.
struct Synchronisation {
  std::uint8_t bsic = 0;
  gsm::l1::FrameNumber frame_number;
  friend bool operator==(const Synchronisation&, const Synchronisation&) = default;
};
std::array<std::uint8_t, kSynchronisationPayloadBits> encode_synchronisation(const Synchronisation& synchronisation);
// Nothing if its parity is wrong, or if it names a frame that is none.
std::optional<Synchronisation> decode_synchronisation(const SynchronisationPayload& bits);

}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

// The bursts of TS 45.002 5.2, without guard period: what TRXD carries, and where a coded block's bits stand in them.
namespace foothold::rf_bridge::trx {

inline constexpr std::size_t kBurstBits = 148;
inline constexpr std::size_t kNormalPayloadBits = 116;  // 57 and a stealing flag, a stealing flag and 57
inline constexpr std::size_t kAccessPayloadBits = 36;
inline constexpr std::size_t kSynchronisationPayloadBits = 78;

// One bit in each element, 0 or 1.
using HardBurst = std::array<std::uint8_t, kBurstBits>;
// How sure a receiver is of each bit: 127 a sure 0, 0 unknown, -127 a sure 1; as libosmocoding has it.
using SoftBurst = std::array<std::int8_t, kBurstBits>;

using NormalPayload = std::array<std::int8_t, kNormalPayloadBits>;
using AccessPayload = std::array<std::int8_t, kAccessPayloadBits>;
using SynchronisationPayload = std::array<std::int8_t, kSynchronisationPayloadBits>;

// `training_sequence` is its code, 0..7, of TSC set 1 (5.2.3a).
HardBurst normal_burst(std::span<const std::uint8_t, kNormalPayloadBits> payload, unsigned training_sequence);
// With synchronisation sequence TS0 (5.2.7), and zeroes in its long guard period.
HardBurst access_burst(std::span<const std::uint8_t, kAccessPayloadBits> payload);
HardBurst synchronisation_burst(std::span<const std::uint8_t, kSynchronisationPayloadBits> payload);
const HardBurst& frequency_correction_burst();
const HardBurst& dummy_burst();

NormalPayload normal_payload(const SoftBurst& burst);
AccessPayload access_payload(const SoftBurst& burst);
SynchronisationPayload synchronisation_payload(const SoftBurst& burst);

// Whether a transmitted burst is an access burst, by its synchronisation sequence.
bool is_access_burst(const HardBurst& burst);
// Whether a received burst is this known one, with up to a fifth of its bits wrong or unknown.
bool resembles(const SoftBurst& received, const HardBurst& known);

// A burst as received without noise.
SoftBurst soften(const HardBurst& burst);

}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace foothold::gsm::rlcmac {

// CS-1 to CS-4, with the values of CHANNEL_CODING_COMMAND.
enum class CodingScheme : std::uint8_t { cs1 = 0, cs2 = 1, cs3 = 2, cs4 = 3 };

// Octets of a whole block as the physical layer has them, spare bits in the last one (TS 45.003 5.1).
constexpr std::size_t block_size(CodingScheme scheme) {
  constexpr std::size_t kSizes[] = {23, 34, 40, 54};
  return kSizes[static_cast<std::size_t>(scheme)];
}

// Octets of the RLC data field: behind MAC and RLC header, up to the spare bits (TS 44.060 table 10.2.1, without the
// first two header octets of N201).
constexpr std::size_t data_size(CodingScheme scheme) {
  constexpr std::size_t kSizes[] = {20, 30, 36, 50};
  return kSizes[static_cast<std::size_t>(scheme)];
}

constexpr std::optional<CodingScheme> coding_scheme_of(std::size_t block_octets) {
  for (const auto scheme : {CodingScheme::cs1, CodingScheme::cs2, CodingScheme::cs3, CodingScheme::cs4}) {
    if (block_size(scheme) == block_octets) return scheme;
  }
  return std::nullopt;
}

}  // namespace foothold::gsm::rlcmac

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace foothold::trace::pcapng {

// The numbers of draft-ietf-opsawg-pcapng that writer and reader share.
constexpr std::uint32_t kSectionHeader = 0x0a0d0d0a;
constexpr std::uint32_t kInterfaceDescription = 1;
constexpr std::uint32_t kNameResolution = 4;
constexpr std::uint32_t kEnhancedPacket = 6;
constexpr std::uint32_t kByteOrderMagic = 0x1a2b3c4d;

constexpr std::uint16_t kOptEndOfOptions = 0;
constexpr std::uint16_t kOptComment = 1;
constexpr std::uint16_t kOptShbUserApplication = 4;
constexpr std::uint16_t kOptIfName = 2;
constexpr std::uint16_t kOptIfTsResolution = 9;
constexpr std::uint16_t kOptIfTsOffset = 14;

constexpr std::uint16_t kLinkTypeEthernet = 1;
constexpr std::uint16_t kLinkTypeRaw = 101;

// Ticks in a second of an if_tsresol octet: a power of ten, or of two with the top bit; 0 if that is finer than 10^-10
// s or 2^-34 s, where the readers' arithmetic ends.
constexpr std::uint64_t ticks_of(std::uint8_t resolution) {
  const unsigned exponent = resolution & 0x7fU;
  if ((resolution & 0x80U) != 0) return exponent <= 34 ? std::uint64_t{1} << exponent : 0;
  if (exponent > 10) return 0;
  std::uint64_t ticks = 1;
  for (unsigned i = 0; i < exponent; ++i) ticks *= 10;
  return ticks;
}

// Larger blocks are damage: none of ours comes near (64 KiB of packet, 64 KiB of comment).
constexpr std::size_t kLargestBlock = 1U << 20U;

}  // namespace foothold::trace::pcapng

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

// Larger blocks are damage: none of ours comes near (64 KiB of packet, 64 KiB of comment).
constexpr std::size_t kLargestBlock = 1U << 20U;

}  // namespace foothold::trace::pcapng

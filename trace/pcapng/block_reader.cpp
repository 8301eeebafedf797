// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/pcapng/block_reader.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "trace/pcapng/format.h"

namespace foothold::trace {
namespace {

using namespace pcapng;  // the format's numbers

constexpr std::uint32_t kSimplePacket = 3;
// Larger is damage: Wireshark's largest packet is 256 KiB; blocks of names or secrets may be longer.
constexpr std::size_t kLargestPacket = 262144;
constexpr std::size_t kLargestForeignBlock = 16U << 20U;
constexpr std::size_t kMostInterfaces = 4096;
constexpr std::size_t kFileHeader = 24;
constexpr std::size_t kRecordHeader = 16;
constexpr std::size_t kBlockFrame = 12;  // type, length, length again
constexpr std::uint32_t kPcapMicroseconds = 0xa1b2c3d4;
constexpr std::uint32_t kPcapNanoseconds = 0xa1b23c4d;
constexpr std::int64_t kNanosecondsPerSecond = 1000000000;
constexpr bool kHostIsBigEndian = std::endian::native == std::endian::big;

std::size_t padded(std::size_t octets) {
  return (octets + 3) & ~std::size_t{3};
}

}  // namespace

std::uint32_t BlockReader::number(ByteView bytes, std::size_t at, std::size_t octets) const {
  if (octets == 2) {
    std::uint16_t half = 0;
    std::memcpy(&half, bytes.data() + at, sizeof(half));
    return big_endian_ == kHostIsBigEndian ? half : __builtin_bswap16(half);
  }
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof(value));
  return big_endian_ == kHostIsBigEndian ? value : __builtin_bswap32(value);
}

void BlockReader::stop(const char* what, const char* field) {
  error_ = Error{what, field, base_ + used_, 0};
  Bytes().swap(held_);
  used_ = 0;
}

void BlockReader::feed(ByteView piece) {
  if (error_) return;
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(used_));
  base_ += used_;
  used_ = 0;
  held_.insert(held_.end(), piece.begin(), piece.end());
}

std::optional<RawPacket> BlockReader::next() {
  if (error_ || (format_ == Format::unknown && !read_magic())) return std::nullopt;
  return format_ == Format::pcap ? next_record() : next_block();
}

bool BlockReader::read_magic() {
  if (rest().size() < kFileHeader) return false;
  for (const bool big : {false, true}) {
    big_endian_ = big;
    const std::uint32_t magic = number(rest(), 0, 4);
    if (magic == kSectionHeader) {
      format_ = Format::pcapng;
      return true;
    }
    if (magic != kPcapMicroseconds && magic != kPcapNanoseconds) continue;
    format_ = Format::pcap;
    nanoseconds_ = magic == kPcapNanoseconds;
    link_type_ = static_cast<std::uint16_t>(number(rest(), 20, 4));  // above it: how long the FCS is
    used_ += kFileHeader;
    return true;
  }
  stop("neither pcap nor pcapng", "capture");
  return false;
}

std::optional<RawPacket> BlockReader::next_record() {
  if (rest().size() < kRecordHeader) return std::nullopt;
  const std::uint32_t octets = number(rest(), 8, 4);
  if (octets > kLargestPacket) {
    stop("impossible length of a packet", "incl_len");
    return std::nullopt;
  }
  if (rest().size() < kRecordHeader + octets) return std::nullopt;
  RawPacket packet;
  packet.time = number(rest(), 0, 4) * kNanosecondsPerSecond + number(rest(), 4, 4) * (nanoseconds_ ? 1 : 1000LL);
  packet.link_type = link_type_;
  packet.offset = base_ + used_ + kRecordHeader;
  packet.octets = rest().subspan(kRecordHeader, octets);
  used_ += kRecordHeader + octets;
  return packet;
}

std::optional<RawPacket> BlockReader::next_block() {
  while (rest().size() >= kBlockFrame) {
    const ByteView block = rest();
    // A section header's type reads the same in both orders; its magic tells which it is.
    if (number(block, 0, 4) == kSectionHeader) {
      big_endian_ = false;
      if (number(block, 8, 4) != kByteOrderMagic) big_endian_ = true;
      if (number(block, 8, 4) != kByteOrderMagic) {
        stop("not a byte order mark", "section header");
        return std::nullopt;
      }
    }
    const std::uint32_t type = number(block, 0, 4);
    const std::size_t length = number(block, 4, 4);
    if (length < kBlockFrame || length % 4 != 0 || length > kLargestForeignBlock) {
      stop("impossible length of a block", "block length");
      return std::nullopt;
    }
    if (block.size() < length) return std::nullopt;
    const ByteView body = block.subspan(8, length - kBlockFrame);
    const std::uint64_t offset = base_ + used_ + 8;
    const bool whole = number(block, length - 4, 4) == length;
    used_ += length;
    if (!whole) {
      ++damaged_;
      continue;
    }
    if (type == kSectionHeader) {
      interfaces_.clear();
    } else if (type == kInterfaceDescription) {
      const auto interface = read_interface(body);
      if (!interface) ++damaged_;
      // A place is taken even by a damaged description, so that those after it keep their numbers.
      if (interfaces_.size() < kMostInterfaces) interfaces_.push_back(interface.value_or(Interface{0, 0, 0}));
    } else if (type == kEnhancedPacket || type == kSimplePacket) {
      auto packet = type == kEnhancedPacket ? read_enhanced(body, offset) : read_simple(body, offset);
      if (packet) return packet;
      ++damaged_;
    }
  }
  return std::nullopt;
}

std::optional<BlockReader::Interface> BlockReader::read_interface(ByteView body) const {
  if (body.size() < 8) return std::nullopt;
  Interface interface;
  interface.link_type = static_cast<std::uint16_t>(number(body, 0, 2));
  std::size_t at = 8;
  while (body.size() - at >= 4) {
    const std::uint32_t code = number(body, at, 2);
    const std::size_t length = number(body, at + 2, 2);
    at += 4;
    if (code == kOptEndOfOptions) break;
    if (length > body.size() - at) return std::nullopt;
    if (code == kOptIfTsResolution && length == 1) interface.ticks_per_second = ticks_of(body[at]);
    if (code == kOptIfTsOffset && length == 8) {
      const std::uint64_t first = number(body, at, 4);
      const std::uint64_t second = number(body, at + 4, 4);
      interface.offset_seconds = static_cast<std::int64_t>(big_endian_ ? first << 32U | second : second << 32U | first);
    }
    at += std::min(padded(length), body.size() - at);
  }
  if (interface.ticks_per_second == 0) return std::nullopt;
  return interface;
}

std::optional<RawPacket> BlockReader::read_enhanced(ByteView body, std::uint64_t offset) {
  constexpr std::size_t kHeader = 20;
  if (body.size() < kHeader) return std::nullopt;
  const std::size_t index = number(body, 0, 4);
  const std::size_t octets = number(body, 12, 4);
  if (index >= interfaces_.size() || octets > body.size() - kHeader || octets > kLargestPacket) return std::nullopt;
  const Interface& interface = interfaces_[index];
  if (interface.ticks_per_second == 0) return std::nullopt;

  const std::uint64_t ticks = std::uint64_t{number(body, 4, 4)} << 32U | number(body, 8, 4);
  // Split, since ticks * 10^9 would not fit; the remainder is below 2^34 (see ticks_of).
  const auto fraction =
      static_cast<std::int64_t>(ticks % interface.ticks_per_second * 1000000000U / interface.ticks_per_second);
  std::int64_t time = static_cast<std::int64_t>(ticks / interface.ticks_per_second);
  if (__builtin_add_overflow(time, interface.offset_seconds, &time) ||
      __builtin_mul_overflow(time, kNanosecondsPerSecond, &time) || __builtin_add_overflow(time, fraction, &time)) {
    return std::nullopt;
  }
  last_time_ = time;

  RawPacket packet;
  packet.time = time;
  packet.link_type = interface.link_type;
  packet.offset = offset + kHeader;
  packet.octets = body.subspan(kHeader, octets);
  std::size_t at = kHeader + std::min(padded(octets), body.size() - kHeader);
  while (body.size() - at >= 4) {
    const std::uint32_t code = number(body, at, 2);
    const std::size_t length = number(body, at + 2, 2);
    at += 4;
    if (code == kOptEndOfOptions || length > body.size() - at) break;
    if (code == kOptComment) {
      packet.comment = body.subspan(at, length);
      break;
    }
    at += std::min(padded(length), body.size() - at);
  }
  return packet;
}

std::optional<RawPacket> BlockReader::read_simple(ByteView body, std::uint64_t offset) {
  if (body.size() < 4 || interfaces_.empty()) return std::nullopt;
  RawPacket packet;
  packet.time = last_time_;
  packet.link_type = interfaces_.front().link_type;
  packet.offset = offset + 4;
  packet.octets = body.subspan(4, std::min<std::size_t>({number(body, 0, 4), body.size() - 4, kLargestPacket}));
  return packet;
}

}  // namespace foothold::trace

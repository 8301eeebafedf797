// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::trace {

// A packet in a piece of a capture file; the views end with the next call of the reader.
struct RawPacket {
  std::uint64_t offset = 0;  // of `octets` in the file
  std::int64_t time = 0;     // nanoseconds since 1970
  std::uint16_t link_type = 0;
  ByteView octets;
  ByteView comment;  // the first one; empty where there is none
};

// Finds the packets in pcap and pcapng of either byte order, from a stream that arrives in pieces. Unlike
// EventReader it takes every link type and makes no event: a million packets cost a fraction of a second.
class BlockReader {
 public:
  // Adds the next octets of the file.
  void feed(ByteView piece);
  // The next packet of what was fed; nothing when more octets are needed. Damage inside a block costs that block;
  // damage to the framing ends the capture (see error()).
  std::optional<RawPacket> next();

  const std::optional<Error>& error() const { return error_; }
  std::size_t damaged() const { return damaged_; }              // blocks that were passed over
  std::size_t waiting() const { return held_.size() - used_; }  // octets of a block that is not complete

 private:
  enum class Format : std::uint8_t { unknown, pcap, pcapng };
  struct Interface {
    std::uint16_t link_type = 0;
    std::uint64_t ticks_per_second = 1000000;
    std::int64_t offset_seconds = 0;
  };

  bool read_magic();
  std::optional<RawPacket> next_record();
  std::optional<RawPacket> next_block();
  std::optional<RawPacket> read_enhanced(ByteView body, std::uint64_t offset);
  std::optional<RawPacket> read_simple(ByteView body, std::uint64_t offset);
  std::optional<Interface> read_interface(ByteView body) const;
  void stop(const char* what, const char* field);
  std::uint32_t number(ByteView bytes, std::size_t at, std::size_t octets) const;  // of 2 or 4 octets
  ByteView rest() const { return ByteView(held_).subspan(used_); }

  Bytes held_;
  std::size_t used_ = 0;
  std::uint64_t base_ = 0;  // of held_ in the file
  Format format_ = Format::unknown;
  bool big_endian_ = false;
  bool nanoseconds_ = false;     // of a pcap
  std::uint16_t link_type_ = 0;  // of a pcap
  std::int64_t last_time_ = 0;   // simple packet blocks have none
  std::vector<Interface> interfaces_;
  std::optional<Error> error_;
  std::size_t damaged_ = 0;
};

}  // namespace foothold::trace

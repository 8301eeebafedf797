// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "trace/event.h"

namespace foothold::trace {

// Reads pcapng of either byte order from a stream that arrives in pieces, and gives back the events. Blocks of unknown
// type are skipped. Packets that others captured become `wire.packet`. Damage inside a block costs that block; damage
// to the framing (a length that cannot be, a block over 1 MiB, no section header in front) ends the stream.
class EventReader {
 public:
  // Takes the next piece; returns what it completed, in order.
  std::vector<Result<Event>> feed(ByteView piece);
  // Tells of the end of the input: an error if it came inside a block.
  Result<void> finish() const;
  // The framing is gone: nothing more will be read.
  bool lost() const { return lost_; }

 private:
  struct Interface {
    std::uint16_t link_type = 0;
    std::uint64_t ticks_per_second = 1000000;
    std::int64_t offset_seconds = 0;
  };

  // The length of the block at the front of `rest`; 0 if more octets are needed. Switches the byte order at a section.
  Result<std::size_t> block_length(ByteView rest);
  Result<void> read_section(ByteView body, std::size_t offset);
  Result<Interface> read_interface(ByteView body, std::size_t offset) const;
  Result<Event> read_packet(ByteView body, std::size_t offset) const;

  Bytes pending_;
  std::size_t offset_ = 0;  // of pending_ in the whole input
  bool big_endian_ = false;
  bool in_section_ = false;
  bool lost_ = false;
  std::vector<Interface> interfaces_;
};

}  // namespace foothold::trace

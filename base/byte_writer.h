// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"

namespace foothold {

// Appends a wire format to a buffer. Numbers are big endian.
class ByteWriter {
 public:
  explicit ByteWriter(Bytes& out) : out_(out) {}

  void u8(std::uint8_t value) { out_.push_back(value); }
  void u16(std::uint16_t value) { number(value, 2); }
  void u24(std::uint32_t value) { number(value, 3); }
  void u32(std::uint32_t value) { number(value, 4); }
  void u64(std::uint64_t value) { number(value, 8); }
  void bytes(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
  // One length octet, then the octets (format LV). The caller keeps `bytes` at 255 octets or fewer.
  void lv(ByteView bytes) {
    u8(static_cast<std::uint8_t>(bytes.size()));
    this->bytes(bytes);
  }
  std::size_t size() const { return out_.size(); }

 private:
  void number(std::uint64_t value, int octets) {
    for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) u8(static_cast<std::uint8_t>(value >> shift));
  }

  Bytes& out_;
};

}  // namespace foothold

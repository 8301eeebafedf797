// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold {

// Reads a wire format front to back. A read past the end is an Error that names the field and the offset, and moves
// nothing. Numbers are big endian, as in every 3GPP, ISO 7816 and IETF format here; pcapng has its own reader.
class ByteReader {
 public:
  // `base_offset` is added to the offsets in errors: where this view starts in the whole input.
  explicit ByteReader(ByteView bytes, std::size_t base_offset = 0) : bytes_(bytes), base_(base_offset) {}

  std::size_t remaining() const { return bytes_.size() - position_; }
  bool empty() const { return remaining() == 0; }
  std::size_t offset() const { return base_ + position_; }
  ByteView rest() const { return bytes_.subspan(position_); }

  Result<std::uint8_t> u8(std::string_view field);
  Result<std::uint16_t> u16(std::string_view field);
  Result<std::uint32_t> u24(std::string_view field);
  Result<std::uint32_t> u32(std::string_view field);
  Result<std::uint64_t> u64(std::string_view field);
  // The next `count` octets; a view into the input.
  Result<ByteView> take(std::size_t count, std::string_view field);
  // One length octet, then as many octets (TS 24.007 11.2.1.1.4, format LV).
  Result<ByteView> take_lv(std::string_view field);

  // The next octet without taking it; 0 at the end (check empty() first).
  std::uint8_t peek() const { return empty() ? std::uint8_t{0} : bytes_[position_]; }

 private:
  Result<std::uint64_t> number(std::size_t octets, std::string_view field);

  ByteView bytes_;
  std::size_t base_;
  std::size_t position_ = 0;
};

}  // namespace foothold

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "base/byte_reader.h"

namespace foothold {

Result<ByteView> ByteReader::take(std::size_t count, std::string_view field) {
  if (count > remaining()) {
    return fail("needs " + std::to_string(count) + " octets, " + std::to_string(remaining()) + " are left",
                std::string(field), offset());
  }
  const auto view = bytes_.subspan(position_, count);
  position_ += count;
  return view;
}

Result<std::uint64_t> ByteReader::number(std::size_t octets, std::string_view field) {
  auto view = take(octets, field);
  if (!view) return tl::unexpected(view.error());
  std::uint64_t value = 0;
  for (const auto octet : *view) value = value << 8 | octet;
  return value;
}

Result<std::uint8_t> ByteReader::u8(std::string_view field) {
  return number(1, field).map([](auto v) { return static_cast<std::uint8_t>(v); });
}
Result<std::uint16_t> ByteReader::u16(std::string_view field) {
  return number(2, field).map([](auto v) { return static_cast<std::uint16_t>(v); });
}
Result<std::uint32_t> ByteReader::u24(std::string_view field) {
  return number(3, field).map([](auto v) { return static_cast<std::uint32_t>(v); });
}
Result<std::uint32_t> ByteReader::u32(std::string_view field) {
  return number(4, field).map([](auto v) { return static_cast<std::uint32_t>(v); });
}
Result<std::uint64_t> ByteReader::u64(std::string_view field) {
  return number(8, field);
}

Result<ByteView> ByteReader::take_lv(std::string_view field) {
  const auto start = position_;
  auto length = u8(field);
  if (!length) return tl::unexpected(length.error());
  auto view = take(*length, field);
  if (!view) position_ = start;
  return view;
}

}  // namespace foothold

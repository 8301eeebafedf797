// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/tlv.h"

namespace foothold::m2me {

void write_tlv(ByteWriter& writer, std::uint8_t tag, ByteView value) {
  writer.u8(tag);
  if (value.size() <= 0x7f) {
    writer.u8(static_cast<std::uint8_t>(value.size()));
  } else if (value.size() <= 0xff) {
    writer.u8(0x81);
    writer.u8(static_cast<std::uint8_t>(value.size()));
  } else {
    writer.u8(0x82);
    writer.u16(static_cast<std::uint16_t>(value.size()));
  }
  writer.bytes(value);
}

Result<Tlv> read_tlv(ByteReader& reader) {
  auto tag = reader.u8("tag");
  if (!tag) return tl::unexpected(tag.error());
  const std::size_t offset = reader.offset();
  auto first = reader.u8("length");
  if (!first) return tl::unexpected(first.error());
  std::size_t length = *first;
  if (*first == 0x81) {
    auto octet = reader.u8("length");
    if (!octet) return tl::unexpected(octet.error());
    length = *octet;
  } else if (*first == 0x82) {
    auto octets = reader.u16("length");
    if (!octets) return tl::unexpected(octets.error());
    length = *octets;
  } else if (*first > 0x7f) {
    return fail("has a form that is not supported", "length", offset);
  }
  auto value = reader.take(length, "value");
  if (!value) return tl::unexpected(value.error());
  return Tlv{*tag, *value};
}

}  // namespace foothold::m2me

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/tlv.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::tre_emu::card {

namespace {

constexpr std::uint8_t kTagGoesOn = 0x1F;  // the low five bits of a tag's first octet, if a second follows

Result<unsigned> read_tag(ByteReader& reader) {
  const auto start = reader.offset();
  const auto first = reader.u8("tag");
  if (!first) return tl::unexpected(first.error());
  if ((*first & kTagGoesOn) != kTagGoesOn) return *first;
  const auto second = reader.u8("tag");
  if (!second) return tl::unexpected(second.error());
  if ((*second & 0x80) != 0) return fail("a tag of more than two octets", "tag", start);
  return static_cast<unsigned>(*first << 8 | *second);
}

Result<std::size_t> read_length(ByteReader& reader) {
  const auto start = reader.offset();
  const auto first = reader.u8("length");
  if (!first) return tl::unexpected(first.error());
  if (*first < 0x80) return *first;
  if (*first == 0x81) return reader.u8("length").map([](auto length) { return std::size_t{length}; });
  if (*first == 0x82) return reader.u16("length").map([](auto length) { return std::size_t{length}; });
  return fail("a length form that is not used here", "length", start);
}

}  // namespace

Result<std::vector<Tlv>> decode_tlvs(ByteView octets) {
  ByteReader reader(octets);
  std::vector<Tlv> objects;
  while (!reader.empty()) {
    const auto tag = read_tag(reader);
    if (!tag) return tl::unexpected(tag.error());
    const auto length = read_length(reader);
    if (!length) return tl::unexpected(length.error());
    const auto value = reader.take(*length, "value");
    if (!value) return tl::unexpected(value.error());
    objects.push_back({*tag, *value});
  }
  return objects;
}

Result<std::vector<ByteView>> decode_exactly(ByteView octets, std::initializer_list<unsigned> tags) {
  const auto objects = decode_tlvs(octets);
  if (!objects) return tl::unexpected(objects.error());
  if (objects->size() != tags.size()) return fail("not the objects that belong here");
  std::vector<ByteView> values;
  auto object = objects->begin();
  for (const auto tag : tags) {
    if (object->tag != tag) return fail("not the objects that belong here");
    values.push_back(object->value);
    ++object;
  }
  return values;
}

void put_tlv(Bytes& out, unsigned tag, ByteView value) {
  ByteWriter writer(out);
  if (tag > 0xFF) writer.u8(static_cast<std::uint8_t>(tag >> 8));
  writer.u8(static_cast<std::uint8_t>(tag));
  if (value.size() > 0xFF) {
    writer.u8(0x82);
    writer.u16(static_cast<std::uint16_t>(value.size()));
  } else {
    if (value.size() > 0x7F) writer.u8(0x81);
    writer.u8(static_cast<std::uint8_t>(value.size()));
  }
  writer.bytes(value);
}

}  // namespace foothold::tre_emu::card

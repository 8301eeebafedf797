// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/proactive.h"

#include "base/byte_reader.h"

namespace foothold::lab {

namespace {

constexpr std::uint8_t kProactiveTag = 0xD0;
constexpr std::uint8_t kComprehension = 0x80;
constexpr std::uint8_t kCommandDetails = 0x01;
constexpr std::uint8_t kDeviceIdentities = 0x02;

struct Object {
  std::uint8_t tag = 0;
  ByteView value;
};

// Lengths up to 255: one octet, or 81 and one (TS 101 220 7.2.2).
Result<Object> next_object(ByteReader& reader) {
  const auto tag = reader.u8("tag");
  if (!tag) return tl::unexpected(tag.error());
  const auto start = reader.offset();
  auto length = reader.u8("length");
  if (length && *length == 0x81) {
    length = reader.u8("length");
  } else if (length && *length > 0x7F) {
    return fail("longer than an object is here", "length", start);
  }
  if (!length) return tl::unexpected(length.error());
  const auto value = reader.take(*length, "value");
  if (!value) return tl::unexpected(value.error());
  return Object{*tag, *value};
}

}  // namespace

Result<FetchedCommand> parse_fetched(ByteView octets) {
  ByteReader outer(octets);
  const auto whole = next_object(outer);
  if (!whole) return tl::unexpected(whole.error());
  if (whole->tag != kProactiveTag) return fail("is no proactive command", "tag", 0);
  ByteReader reader(whole->value);
  const auto details = next_object(reader);
  if (!details) return tl::unexpected(details.error());
  const auto devices = next_object(reader);
  if (!devices) return tl::unexpected(devices.error());
  if ((details->tag & ~kComprehension) != kCommandDetails || details->value.size() != 3)
    return fail("is not there", "command details");
  if ((devices->tag & ~kComprehension) != kDeviceIdentities || devices->value.size() != 2)
    return fail("are not there", "device identities");
  const auto rest = reader.rest();
  return FetchedCommand{details->value[0], details->value[1], details->value[2], devices->value[1],
                        Bytes(rest.begin(), rest.end())};
}

std::optional<ByteView> object_in(ByteView objects, std::uint8_t tag) {
  ByteReader reader(objects);
  while (!reader.empty()) {
    const auto object = next_object(reader);
    if (!object) return std::nullopt;
    if ((object->tag & ~kComprehension) == tag) return object->value;
  }
  return std::nullopt;
}

void append_object(Bytes& out, std::uint8_t tag, ByteView value) {
  out.push_back(tag);
  if (value.size() > 0x7F) out.push_back(0x81);
  out.push_back(static_cast<std::uint8_t>(value.size()));
  out.insert(out.end(), value.begin(), value.end());
}

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/wire/gsmtap.h"

#include "base/byte_reader.h"

namespace foothold::trace::wire {
namespace {

constexpr std::uint8_t kVersion = 2;
constexpr std::uint8_t kHeaderWords = GsmtapHeader::kSize / 4;
constexpr std::uint16_t kUplink = 0x4000;
constexpr std::uint16_t kArfcnMask = 0x3fff;

}  // namespace

void GsmtapHeader::encode(ByteWriter& writer) const {
  writer.u8(kVersion);
  writer.u8(kHeaderWords);
  writer.u8(static_cast<std::uint8_t>(type));
  writer.u8(timeslot);
  writer.u16(static_cast<std::uint16_t>((arfcn & kArfcnMask) | (uplink ? kUplink : 0)));
  writer.u8(static_cast<std::uint8_t>(level));
  writer.u8(static_cast<std::uint8_t>(signal_to_noise));
  writer.u32(frame_number);
  writer.u8(sub_type);
  writer.u24(0);  // antenna, sub-slot, reserved
}

Result<GsmtapMessage> decode_gsmtap(ByteView message) {
  ByteReader reader(message);
  const auto version = reader.u8("version");
  const auto words = reader.u8("header length");
  const auto type = reader.u8("type");
  const auto timeslot = reader.u8("timeslot");
  const auto arfcn = reader.u16("ARFCN");
  const auto level = reader.u8("signal level");
  const auto noise = reader.u8("signal/noise ratio");
  const auto number = reader.u32("frame number");
  const auto sub_type = reader.u8("sub-type");
  const auto rest = reader.take(3, "antenna, sub-slot");
  if (!rest) return tl::unexpected(rest.error());
  if (*version != kVersion) return fail("is not 2", "version", 0);
  if (*words < kHeaderWords) return fail("is shorter than 16 octets", "header length", 1);
  const auto extension = reader.take((*words - kHeaderWords) * std::size_t{4}, "header");
  if (!extension) return tl::unexpected(extension.error());
  GsmtapHeader header;
  header.type = static_cast<GsmtapType>(*type);
  header.timeslot = *timeslot;
  header.uplink = (*arfcn & kUplink) != 0;
  header.arfcn = *arfcn & kArfcnMask;
  header.level = static_cast<std::int8_t>(*level);
  header.signal_to_noise = static_cast<std::int8_t>(*noise);
  header.frame_number = *number;
  header.sub_type = *sub_type;
  return GsmtapMessage{header, reader.rest()};
}

}  // namespace foothold::trace::wire

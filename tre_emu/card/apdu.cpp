// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/card/apdu.h"

#include "base/byte_writer.h"

namespace foothold::tre_emu::card {

namespace {

constexpr std::size_t kHeader = 4;

std::size_t u16_at(ByteView apdu, std::size_t at) {
  return static_cast<std::size_t>(apdu[at] << 8 | apdu[at + 1]);
}

std::size_t short_ne(std::uint8_t le) {
  return le == 0 ? 256 : le;
}
std::size_t extended_ne(std::size_t le) {
  return le == 0 ? 65536 : le;
}

Bytes part(ByteView apdu, std::size_t from, std::size_t count) {
  const auto octets = apdu.subspan(from, count);
  return Bytes(octets.begin(), octets.end());
}

}  // namespace

tl::expected<Command, StatusWord> decode_command(ByteView apdu) {
  const auto wrong = tl::unexpected<StatusWord>(StatusWord::wrong_length);
  if (apdu.size() < kHeader) return wrong;
  Command command;
  command.cla = apdu[0];
  command.ins = apdu[1];
  command.p1 = apdu[2];
  command.p2 = apdu[3];
  if (apdu.size() == kHeader) return command;  // case 1
  const std::uint8_t first = apdu[kHeader];
  if (apdu.size() == kHeader + 1) {  // case 2, short
    command.ne = short_ne(first);
    return command;
  }
  if (first != 0) {  // case 3 or 4, short
    const std::size_t lc = first;
    if (apdu.size() != kHeader + 1 + lc && apdu.size() != kHeader + 2 + lc) return wrong;
    command.data = part(apdu, kHeader + 1, lc);
    if (apdu.size() == kHeader + 2 + lc) command.ne = short_ne(apdu.back());
    return command;
  }
  if (apdu.size() < kHeader + 3) return wrong;
  const std::size_t length = u16_at(apdu, kHeader + 1);
  if (apdu.size() == kHeader + 3) {  // case 2, extended
    command.ne = extended_ne(length);
    return command;
  }
  if (length == 0) return wrong;
  if (apdu.size() != kHeader + 3 + length && apdu.size() != kHeader + 5 + length) return wrong;
  command.data = part(apdu, kHeader + 3, length);
  if (apdu.size() == kHeader + 5 + length) command.ne = extended_ne(u16_at(apdu, kHeader + 3 + length));
  return command;
}

Bytes encode_command(const Command& command) {
  Bytes out{command.cla, command.ins, command.p1, command.p2};
  ByteWriter writer(out);
  if (command.data.size() <= 255 && command.ne.value_or(0) <= 256) {
    if (!command.data.empty()) writer.lv(command.data);
    if (command.ne) writer.u8(static_cast<std::uint8_t>(*command.ne));
    return out;
  }
  writer.u8(0);
  if (!command.data.empty()) {
    writer.u16(static_cast<std::uint16_t>(command.data.size()));
    writer.bytes(command.data);
  }
  if (command.ne) writer.u16(static_cast<std::uint16_t>(*command.ne));
  return out;
}

}  // namespace foothold::tre_emu::card

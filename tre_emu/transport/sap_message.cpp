// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/sap_message.h"

#include <algorithm>
#include <array>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::tre_emu::transport {

namespace {

// Where a message or a parameter could begin, four zeros are padding: they would be a CONNECT_REQ without its
// parameter, or a MaxMsgSize without value.
void skip_padding(ByteReader& reader) {
  constexpr std::array<std::uint8_t, 4> kZeros{};
  while (reader.remaining() >= kZeros.size() && std::ranges::equal(reader.rest().first(kZeros.size()), kZeros))
    (void)reader.take(kZeros.size(), "padding");
}

// Empty where the input ends too early.
std::optional<SapMessage> read_message(ByteReader& reader) {
  const auto id = reader.u8("MsgID");
  const auto count = reader.u8("number of parameters");
  if (!reader.u16("reserved")) return std::nullopt;
  SapMessage message{static_cast<SapId>(*id), {}};
  for (unsigned left = *count; left > 0; --left) {
    skip_padding(reader);
    const auto parameter = reader.u8("parameter");
    (void)reader.u8("reserved");
    const auto length = reader.u16("length");
    if (!length) return std::nullopt;
    const auto value = reader.take(*length, "value");
    if (!value || !reader.take((4U - *length % 4U) % 4U, "padding")) return std::nullopt;
    message.parameters.push_back({static_cast<SapParameterId>(*parameter), Bytes(value->begin(), value->end())});
  }
  return message;
}

}  // namespace

const Bytes* SapMessage::find(SapParameterId wanted) const {
  const auto found = std::ranges::find(parameters, wanted, &SapParameter::id);
  return found == parameters.end() ? nullptr : &found->value;
}

Bytes encode_sap(const SapMessage& message) {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(static_cast<std::uint8_t>(message.id));
  writer.u8(static_cast<std::uint8_t>(message.parameters.size()));
  writer.u16(0);
  for (const auto& parameter : message.parameters) {
    writer.u8(static_cast<std::uint8_t>(parameter.id));
    writer.u8(0);
    writer.u16(static_cast<std::uint16_t>(parameter.value.size()));
    writer.bytes(parameter.value);
    out.resize(out.size() + 4 - parameter.value.size() % 4);
  }
  return out;
}

Result<std::optional<SapMessage>> SapFrames::next() {
  ByteReader reader(buffer_);
  skip_padding(reader);
  auto message = read_message(reader);
  if (!message) {
    if (buffer_.size() > kMaxMessage) return fail("is longer than any may be", "message");
    return std::nullopt;
  }
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(buffer_.size() - reader.remaining()));
  return message;
}

}  // namespace foothold::tre_emu::transport

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/sap_message.h"

#include <algorithm>
#include <array>

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::tre_emu::transport {

namespace {

// Four octets that begin like this are padding where a message or a parameter could begin: a CONNECT_REQ without its
// parameter, or a MaxMsgSize without value, there is not. What is reserved does not count.
constexpr std::array<std::uint8_t, 4> kMessageMask = {0xFF, 0xFF, 0x00, 0x00};
constexpr std::array<std::uint8_t, 4> kParameterMask = {0xFF, 0x00, 0xFF, 0xFF};

void skip_padding(ByteReader& reader, const std::array<std::uint8_t, 4>& mask) {
  while (reader.remaining() >= mask.size()) {
    const auto next = reader.rest().first(mask.size());
    for (std::size_t i = 0; i < mask.size(); ++i)
      if ((next[i] & mask[i]) != 0) return;
    (void)reader.take(mask.size(), "padding");
  }
}

// Empty where the input ends too early.
std::optional<SapMessage> read_message(ByteReader& reader) {
  const auto id = reader.u8("MsgID");
  const auto count = reader.u8("number of parameters");
  if (!reader.u16("reserved")) return std::nullopt;
  SapMessage message{static_cast<SapId>(*id), {}};
  for (unsigned left = *count; left > 0; --left) {
    skip_padding(reader, kParameterMask);
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
  skip_padding(reader, kMessageMask);
  auto message = read_message(reader);
  if (!message) {
    if (buffer_.size() > kMaxMessage) return fail("is longer than any may be", "message");
    return std::nullopt;
  }
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(buffer_.size() - reader.remaining()));
  return message;
}

}  // namespace foothold::tre_emu::transport

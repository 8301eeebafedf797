// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/apdu_frames.h"

#include "base/byte_reader.h"
#include "base/byte_writer.h"

namespace foothold::tre_emu::transport {

Bytes encode_frame(ByteView apdu) {
  Bytes out;
  ByteWriter writer(out);
  writer.u16(static_cast<std::uint16_t>(apdu.size()));
  writer.bytes(apdu);
  return out;
}

std::optional<Bytes> ApduFrames::next() {
  ByteReader reader(buffer_);
  const auto apdu = reader.u16("length").and_then([&](auto length) { return reader.take(length, "APDU"); });
  if (!apdu) return std::nullopt;
  Bytes out(apdu->begin(), apdu->end());
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(2 + out.size()));
  return out;
}

}  // namespace foothold::tre_emu::transport

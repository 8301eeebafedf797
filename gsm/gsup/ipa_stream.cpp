// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/ipa_stream.h"

#include "base/byte_writer.h"

namespace foothold::gsm::gsup {

namespace {
constexpr std::size_t kHeaderOctets = 3;
}

Bytes encode_ipa(IpaProtocol protocol, ByteView payload) {
  Bytes out;
  out.reserve(kHeaderOctets + payload.size());
  ByteWriter writer(out);
  writer.u16(static_cast<std::uint16_t>(payload.size()));
  writer.u8(static_cast<std::uint8_t>(protocol));
  writer.bytes(payload);
  return out;
}

Bytes encode_ipa_gsup(ByteView gsup) {
  Bytes payload;
  payload.reserve(1 + gsup.size());
  payload.push_back(kIpaExtensionGsup);
  payload.insert(payload.end(), gsup.begin(), gsup.end());
  return encode_ipa(IpaProtocol::osmocom_extension, payload);
}

void IpaStream::push(ByteView bytes) {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(start_));
  start_ = 0;
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

Result<std::optional<IpaMessage>> IpaStream::next() {
  const auto waiting = ByteView(buffer_).subspan(start_);
  if (waiting.size() < kHeaderOctets) return std::nullopt;
  const auto length = static_cast<std::size_t>(waiting[0] << 8 | waiting[1]);
  if (length > kMaxIpaPayload)
    return fail("a message of " + std::to_string(length) + " octets is refused", "IPA length");
  if (waiting.size() < kHeaderOctets + length) return std::nullopt;
  const auto payload = waiting.subspan(kHeaderOctets, length);
  IpaMessage message{waiting[2], Bytes(payload.begin(), payload.end())};
  start_ += kHeaderOctets + length;
  return message;
}

}  // namespace foothold::gsm::gsup

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "gsm/gmm/gmm_cause.h"
#include "gsm/gmm/message_type.h"
#include "gsm/l3/message_codec.h"

namespace foothold::gsm::gmm {

// Protocol discriminator of GMM, with skip indicator 0 (TS 24.007 11.2.3.1.1).
inline constexpr std::uint8_t kProtocolDiscriminator = 0x08;
inline constexpr std::size_t kHeaderSize = 2;

// The type of a whole GMM message. A message too short to hold one, of another protocol or with a skip indicator
// other than 0 is to be ignored (TS 24.008 8.2, 10.3.1): Error::answer is then 0.
Result<MessageType> peek_type(ByteView pdu);

// The whole message, from the protocol discriminator on.
template <class Message>
Bytes encode(const Message& message) {
  Bytes pdu{kProtocolDiscriminator, static_cast<std::uint8_t>(Message::kType)};
  l3::encode_body(message, pdu);
  return pdu;
}

// Decodes a whole message, which must be of this type. Error::answer is the GMM cause to report, 0 for none.
template <class Message>
Result<Message> decode(ByteView pdu) {
  const auto type = peek_type(pdu);
  if (!type) return tl::unexpected(type.error());
  if (*type != Message::kType) {
    return fail("is another message", "message type", 1, static_cast<int>(GmmCause::message_type_not_implemented));
  }
  return l3::decode_body<Message>(pdu.subspan(kHeaderSize), kHeaderSize);
}

}  // namespace foothold::gsm::gmm

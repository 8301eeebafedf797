// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "gsm/l3/message_codec.h"
#include "gsm/sm/message_type.h"
#include "gsm/sm/sm_cause.h"

namespace foothold::gsm::sm {

// Names one transaction (TS 24.007 11.2.3.1.3). Values 0..6; the extended form (7) is not used by us and is refused.
struct TransactionIdentifier {
  std::uint8_t value = 0;
  bool from_responder = false;  // TI flag: set in messages of the side that did not allot the value
  friend bool operator==(const TransactionIdentifier&, const TransactionIdentifier&) = default;
};
inline constexpr std::uint8_t kMaxTransactionIdentifier = 6;

inline constexpr std::uint8_t kProtocolDiscriminator = 0x0a;
inline constexpr std::size_t kHeaderSize = 2;

struct Header {
  TransactionIdentifier ti;
  MessageType type = MessageType::sm_status;
};

// Error::answer is 0 for a message that is to be ignored (too short or another protocol, TS 24.008 8.2).
Result<Header> decode_header(ByteView pdu);

template <class Message>
Bytes encode(TransactionIdentifier ti, const Message& message) {
  Bytes pdu{static_cast<std::uint8_t>((ti.from_responder ? 0x80U : 0U) | (ti.value & 7U) << 4 | kProtocolDiscriminator),
            static_cast<std::uint8_t>(Message::kType)};
  l3::encode_body(message, pdu);
  return pdu;
}

// Decodes a whole message, which must be of this type. Error::answer is the SM cause to report, 0 for none.
template <class Message>
Result<Message> decode(ByteView pdu) {
  const auto header = decode_header(pdu);
  if (!header) return tl::unexpected(header.error());
  if (header->type != Message::kType) {
    return fail("is another message", "message type", 1, static_cast<int>(SmCause::message_type_not_implemented));
  }
  return l3::decode_body<Message>(pdu.subspan(kHeaderSize), kHeaderSize);
}

}  // namespace foothold::gsm::sm

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/message.h"

namespace foothold::gsm::sm {

Result<Header> decode_header(ByteView pdu) {
  if (pdu.size() < kHeaderSize) return fail("is too short", "message type", pdu.size());
  if ((pdu[0] & 0x0f) != kProtocolDiscriminator) return fail("is not SM", "protocol discriminator", 0);
  const auto value = static_cast<std::uint8_t>((pdu[0] >> 4) & 7);
  if (value > kMaxTransactionIdentifier) {
    return fail("has the extended form, which no transaction of ours uses", "transaction identifier", 0);
  }
  return Header{{value, (pdu[0] & 0x80) != 0}, static_cast<MessageType>(pdu[1])};
}

}  // namespace foothold::gsm::sm

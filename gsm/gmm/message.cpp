// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/message.h"

namespace foothold::gsm::gmm {

Result<MessageType> peek_type(ByteView pdu) {
  if (pdu.size() < kHeaderSize) return fail("is too short", "message type", pdu.size());
  if ((pdu[0] & 0x0f) != kProtocolDiscriminator) return fail("is not GMM", "protocol discriminator", 0);
  if (pdu[0] >> 4 != 0) return fail("is not 0", "skip indicator", 0);
  return static_cast<MessageType>(pdu[1]);
}

}  // namespace foothold::gsm::gmm

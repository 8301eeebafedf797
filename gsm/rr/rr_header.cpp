// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rr/rr_header.h"

#include <algorithm>

namespace foothold::gsm::rr {

Result<RrHeader> RrHeader::decode(ByteView block) {
  if (block.size() < kSize) return fail("is cut off", "RR header", block.size());
  if ((block[0] & 0x03) != 0x01) return fail("is not one", "L2 pseudo length", 0);
  if (block[1] != 0x06) return fail("is not that of RR", "protocol discriminator", 1);
  // The pseudo length counts from the octet after it to where the rest octets begin.
  return RrHeader{static_cast<MessageType>(block[2]), std::min<std::size_t>(block.size(), 1U + (block[0] >> 2))};
}

}  // namespace foothold::gsm::rr

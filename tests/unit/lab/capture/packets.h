// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/hex.h"
#include "tests/unit/trace/wire/packets.h"

namespace foothold::lab::capture::test {

using trace::wire::in_ethernet;
using trace::wire::udp_packet;

// An NS UNITDATA as a mobile sent it to osmo-sgsn 1.9.0: BSSGP UL-UNITDATA, LLC UI, GMM ATTACH REQUEST with IMSI
// 001010000000001 (frame 17 of a capture at the SGSN's socket).
inline Bytes attach_request_ns() {
  return *from_hex(
      "00000002 017998a17f000004 088800f110000101000100800eb7"
      "01c00108010265e0710a0008091010000000001000f1100001011918b3432b2596620060809ac2c662006080bac8c66200608000c8df49");
}

}  // namespace foothold::lab::capture::test

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "gsm/l1/frame_number.h"

namespace foothold::gsm::rr {

// Frame numbers on the CCCH are written modulo 42432: T1' (5 bits), T3 (6), T2 (5) (TS 44.018 10.5.2.38).
std::uint16_t encode_reduced_frame(l1::FrameNumber frame);
// The frame nearest to `near` that is written so.
l1::FrameNumber decode_reduced_frame(std::uint16_t coded, l1::FrameNumber near);

// Request Reference (10.5.2.30): which access burst is answered.
struct RequestReference {
  std::uint8_t random_access = 0;
  std::uint16_t frame = 0;  // as written

  static RequestReference of(std::uint8_t random_access, l1::FrameNumber frame) {
    return {random_access, encode_reduced_frame(frame)};
  }
  static RequestReference decode(ByteView octets) {  // 3 octets
    return {octets[0], static_cast<std::uint16_t>(octets[1] << 8 | octets[2])};
  }
  friend bool operator==(const RequestReference&, const RequestReference&) = default;
};

}  // namespace foothold::gsm::rr

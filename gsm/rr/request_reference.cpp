// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rr/request_reference.h"

namespace foothold::gsm::rr {

namespace {

constexpr std::int64_t kReducedCycle = 42432;  // 32 superframes of 26 * 51 frames

}  // namespace

std::uint16_t encode_reduced_frame(l1::FrameNumber frame) {
  return static_cast<std::uint16_t>((frame.t1() % 32) << 11 | frame.t3() << 5 | frame.t2());
}

l1::FrameNumber decode_reduced_frame(std::uint16_t coded, l1::FrameNumber near) {
  const std::int64_t t1 = coded >> 11;
  const std::int64_t t3 = (coded >> 5) & 0x3f;
  const std::int64_t t2 = coded & 0x1f;
  const std::int64_t reduced = 51 * (((t3 - t2) % 26 + 26) % 26) + t3 + 51 * 26 * t1;
  // The hyperframe is a whole number of cycles, so that the difference may be taken modulo one of them.
  std::int64_t ahead = ((reduced - near.value()) % kReducedCycle + kReducedCycle) % kReducedCycle;
  if (ahead >= kReducedCycle / 2) ahead -= kReducedCycle;
  return near + ahead;
}

}  // namespace foothold::gsm::rr

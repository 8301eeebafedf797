// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/l3/gprs_timer.h"

#include <algorithm>

namespace foothold::gsm::l3 {

using std::chrono::seconds;

std::optional<seconds> GprsTimer::duration() const {
  const int value = octet & 0x1f;
  switch (octet >> 5) {
    case 0:
      return seconds(2 * value);
    case 2:
      return seconds(360 * value);  // decihours
    case 7:
      return std::nullopt;
    default:
      return seconds(60 * value);  // 1, and "other values shall be interpreted as multiples of 1 minute"
  }
}

GprsTimer GprsTimer::of(seconds duration) {
  const auto count = std::max<seconds::rep>(duration.count(), 0);
  const auto coded = [](unsigned unit, seconds::rep value) {
    return GprsTimer{static_cast<std::uint8_t>(unit << 5 | static_cast<unsigned>(std::min<seconds::rep>(value, 31)))};
  };
  if (count < 64) return coded(0, count / 2);
  if (count < 60 * 32) return coded(1, count / 60);
  return coded(2, count / 360);
}

Result<GprsTimer> GprsTimer::decode(ByteView value) {
  if (value.empty()) return fail("is empty");
  return GprsTimer{value[0]};
}

}  // namespace foothold::gsm::l3

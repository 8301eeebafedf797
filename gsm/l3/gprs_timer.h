// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/byte_writer.h"
#include "base/result.h"

namespace foothold::gsm::l3 {

// GPRS timer (TS 24.008 10.5.7.3) and GPRS timer 2 (10.5.7.4): five bits of value, three bits of unit.
struct GprsTimer {
  static constexpr std::size_t kSize = 1;
  std::uint8_t octet = 0;

  // Nothing if the timer is deactivated; zero is possible and means "at once".
  std::optional<std::chrono::seconds> duration() const;
  // The largest value that can be coded and is not over `duration`.
  static GprsTimer of(std::chrono::seconds duration);
  static constexpr GprsTimer deactivated() { return {0xe0}; }

  static Result<GprsTimer> decode(ByteView value);
  void encode(ByteWriter& writer) const { writer.u8(octet); }
  friend bool operator==(const GprsTimer&, const GprsTimer&) = default;
};

}  // namespace foothold::gsm::l3

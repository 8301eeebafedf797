// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/byte_writer.h"
#include "base/result.h"

namespace foothold::gsm::gmm {

// DRX parameter (TS 24.008 10.5.5.6), without IEI.
struct DrxParameter {
  static constexpr std::size_t kSize = 2;
  std::uint8_t split_pg_cycle_code = 0;  // 0: 704 (no DRX)
  std::uint8_t cn_specific_drx = 0;      // four bits
  bool split_on_ccch = false;
  std::uint8_t non_drx_timer = 0;  // three bits; 0: no non-DRX mode after the transfer state

  static Result<DrxParameter> decode(ByteView value) {
    if (value.size() < kSize) return fail("is too short");
    return DrxParameter{value[0], static_cast<std::uint8_t>(value[1] >> 4), (value[1] & 0x08) != 0,
                        static_cast<std::uint8_t>(value[1] & 0x07)};
  }
  void encode(ByteWriter& writer) const {
    writer.u8(split_pg_cycle_code);
    writer.u8(static_cast<std::uint8_t>((cn_specific_drx & 0x0fU) << 4 | (split_on_ccch ? 0x08U : 0U) |
                                        (non_drx_timer & 0x07U)));
  }
  friend bool operator==(const DrxParameter&, const DrxParameter&) = default;
};

}  // namespace foothold::gsm::gmm

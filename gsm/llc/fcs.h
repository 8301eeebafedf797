// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace foothold::gsm::llc {

// The 24-bit frame check sequence (TS 44.064 5.5), as the number whose octets go out least significant first.
std::uint32_t frame_check_sequence(ByteView bytes);

}  // namespace foothold::gsm::llc

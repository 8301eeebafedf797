// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"

namespace foothold::tre_emu::transport {

// What the TRE says of itself when a reader resets it (ISO 7816-3 8.2, TS 102 221 6.3).
ByteView answer_to_reset();

}  // namespace foothold::tre_emu::transport

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"

namespace foothold::lab {

// Where foothold-transceiver hears how the channels to the mobiles change (docs/radio.md).
inline constexpr const char* kChannelControl = "127.0.0.1:5710";

// Asks the transceiver of the caller's network namespace: {"LOSS", "1", "10", "30"}. Errors: it refuses, or says
// nothing in time.
Result<void> change_channel(const std::vector<std::string>& words, std::chrono::milliseconds patience);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

namespace foothold::lab {

// Where foothold-transceiver hears how the channels to the mobiles change (docs/radio.md).
inline constexpr const char* kChannelControl = "127.0.0.1:5710";

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string_view>

#include "tre_emu/card/apdu.h"

namespace foothold::tre_emu {

// The command's name in a trace event, behind "apdu."; "unknown" if it has none. `for_tre`: the TRE application is
// current, whose instructions overlap with the card's.
std::string_view command_name(const card::Command& command, bool for_tre);

}  // namespace foothold::tre_emu

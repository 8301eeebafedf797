// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace foothold::lab {

// Network interfaces of the network namespace that the caller is in.
Result<void> bring_up(const std::string& interface);
// `address` in dotted form, /32.
Result<void> add_address(const std::string& interface, const std::string& address);

}  // namespace foothold::lab

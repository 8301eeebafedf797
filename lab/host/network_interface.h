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
// Multicast to the administratively scoped groups (RFC 2365, 239.0.0.0/8) goes there. Fine if it does so already.
Result<void> route_multicast(const std::string& interface);

}  // namespace foothold::lab

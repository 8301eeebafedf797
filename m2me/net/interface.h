// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/result.h"

namespace foothold::m2me {

using Ipv4Address = std::array<std::uint8_t, 4>;  // network order

Result<Ipv4Address> parse_ipv4(const std::string& text);
std::string to_string(const Ipv4Address& address);

// Settings of a network interface in the calling thread's namespace. Errors carry the interface's name as field.
Result<void> set_interface_up(const std::string& name, bool up);
Result<void> set_interface_mtu(const std::string& name, int mtu);  // octets, 68..65535
// Replaces what address there was; 0.0.0.0 removes it, and with it the routes that depend on it.
Result<void> set_interface_address(const std::string& name, const Ipv4Address& address, unsigned prefix_length);
Result<void> add_default_route(const std::string& name);

}  // namespace foothold::m2me

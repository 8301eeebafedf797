// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <netinet/in.h>

#include <optional>
#include <string>

namespace foothold::rf_bridge {

// "127.0.0.1:2157"; nothing for any other text, nor for port 0.
std::optional<sockaddr_in> parse_ipv4_endpoint(const std::string& text);

}  // namespace foothold::rf_bridge

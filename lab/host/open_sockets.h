// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace foothold::lab {

enum class Transport : std::uint8_t { tcp, udp };

// Whether `table`, in the form of /proc/net/tcp or /proc/net/udp (proc(5)), holds a socket on exactly this local
// address: a listening one for TCP, a bound one for UDP.
bool holds_server_socket(std::string_view table, Transport transport, const std::string& address, std::uint16_t port);

// The same asked of the network namespace that the caller is in. A peer notices nothing, as it would of a connection.
bool serves(Transport transport, const std::string& address, std::uint16_t port);

}  // namespace foothold::lab

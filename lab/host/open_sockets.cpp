// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/host/open_sockets.h"

#include <arpa/inet.h>

#include <cstdio>
#include <fstream>
#include <sstream>

namespace foothold::lab {
namespace {

constexpr std::string_view kTcpListen = "0A";  // enum in the kernel's include/net/tcp_states.h
constexpr std::string_view kUdpUnconnected = "07";

}  // namespace

bool holds_server_socket(std::string_view table, Transport transport, const std::string& address, std::uint16_t port) {
  in_addr ip{};
  if (::inet_pton(AF_INET, address.c_str(), &ip) != 1) return false;
  char local[14];
  std::snprintf(local, sizeof(local), "%08X:%04X", static_cast<unsigned>(ip.s_addr), static_cast<unsigned>(port));
  const auto wanted_state = transport == Transport::tcp ? kTcpListen : kUdpUnconnected;

  std::istringstream lines{std::string(table)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream columns(line);
    std::string slot, local_address, remote_address, state;
    if (columns >> slot >> local_address >> remote_address >> state && local_address == local &&
        state == wanted_state) {
      return true;
    }
  }
  return false;
}

bool serves(Transport transport, const std::string& address, std::uint16_t port) {
  std::ifstream file(transport == Transport::tcp ? "/proc/self/net/tcp" : "/proc/self/net/udp");
  std::ostringstream table;
  table << file.rdbuf();
  return holds_server_socket(table.str(), transport, address, port);
}

}  // namespace foothold::lab

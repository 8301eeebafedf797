// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/gsup_tcp/tcp_endpoint.h"

#include <arpa/inet.h>

#include <array>
#include <charconv>

namespace foothold::operators {

Result<TcpEndpoint> TcpEndpoint::parse(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return fail("must be address:port, as in 127.0.0.1:4222");
  const std::string address(text.substr(0, colon));
  const auto port = text.substr(colon + 1);
  in_addr parsed{};
  if (inet_pton(AF_INET, address.c_str(), &parsed) != 1) return fail("'" + address + "' is no IPv4 address");
  TcpEndpoint endpoint{ntohl(parsed.s_addr), 0};
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
  if (error != std::errc() || end != port.data() + port.size() || port.empty())
    return fail("'" + std::string(port) + "' is no port number");
  return endpoint;
}

std::string TcpEndpoint::to_string() const {
  const in_addr raw{htonl(address)};
  std::array<char, INET_ADDRSTRLEN> text{};
  inet_ntop(AF_INET, &raw, text.data(), text.size());
  return std::string(text.data()) + ":" + std::to_string(port);
}

}  // namespace foothold::operators

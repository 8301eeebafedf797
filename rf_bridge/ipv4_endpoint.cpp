// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/ipv4_endpoint.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstdint>

namespace foothold::rf_bridge {

std::optional<sockaddr_in> parse_ipv4_endpoint(const std::string& text) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  const auto colon = text.rfind(':');
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  if (colon == std::string::npos || inet_pton(AF_INET, text.substr(0, colon).c_str(), &address.sin_addr) != 1 ||
      std::from_chars(text.data() + colon + 1, end, port).ptr != end || port == 0) {
    return std::nullopt;
  }
  address.sin_port = htons(port);
  return address;
}

}  // namespace foothold::rf_bridge

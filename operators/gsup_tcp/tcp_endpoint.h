// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace foothold::operators {

// Where a TCP server is: an IPv4 address and a port.
struct TcpEndpoint {
  std::uint32_t address = 0;  // host byte order
  std::uint16_t port = 0;     // 0 to listen: any that is free

  // "127.0.0.1:4222". Names are not looked up.
  static Result<TcpEndpoint> parse(std::string_view text);
  std::string to_string() const;
  friend bool operator==(const TcpEndpoint&, const TcpEndpoint&) = default;
};

}  // namespace foothold::operators

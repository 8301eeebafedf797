// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace foothold::m2me {

// The IP connectivity that an active PDP context gives.
struct Bearer {
  std::string imsi;  // of the subscription it belongs to
  std::string apn;
  std::array<std::uint8_t, 4> address{};  // network order
  std::vector<std::array<std::uint8_t, 4>> dns;
  std::uint16_t mtu = 1500;  // octets
};

}  // namespace foothold::m2me

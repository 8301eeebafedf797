// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

namespace foothold::gsm::llc {

// Service Access Point Identifier (TS 44.064 6.2.3, table 2). Values not named here are reserved.
enum class Sapi : std::uint8_t { gmm = 1, tom2 = 2, ll3 = 3, ll5 = 5, sms = 7, tom8 = 8, ll9 = 9, ll11 = 11 };

constexpr bool is_assigned(std::uint8_t sapi) {
  return sapi == 1 || sapi == 2 || sapi == 3 || sapi == 5 || sapi == 7 || sapi == 8 || sapi == 9 || sapi == 11;
}

}  // namespace foothold::gsm::llc

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/identity/plmn.h"

namespace foothold::gsm {

// Routing Area Identification (TS 23.003 4.2; coded as TS 24.008 10.5.5.15).
struct RoutingArea {
  Plmn plmn;
  std::uint16_t lac = 0;
  std::uint8_t rac = 0;

  static Result<RoutingArea> parse(std::string_view text);  // "001-01-<LAC>-<RAC>", decimal
  static Result<RoutingArea> decode(ByteView octets);       // 6 octets
  std::array<std::uint8_t, 6> encode() const;
  std::string to_string() const;
  friend auto operator<=>(const RoutingArea&, const RoutingArea&) = default;
};

// A cell as BSSGP names it (TS 48.018 11.3.9): routing area and Cell Identity.
struct CellIdentity {
  RoutingArea routing_area;
  std::uint16_t ci = 0;

  static Result<CellIdentity> decode(ByteView octets);  // 8 octets
  std::array<std::uint8_t, 8> encode() const;
  std::string to_string() const { return routing_area.to_string() + "-" + std::to_string(ci); }
  friend auto operator<=>(const CellIdentity&, const CellIdentity&) = default;
};

}  // namespace foothold::gsm

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm {

// A network, by Mobile Country Code and Mobile Network Code (TS 23.003 2.2). The MNC has two or three digits; which,
// the digits of an IMSI do not tell, so it is always said: "001-01" and "001-001" are different networks.
struct Plmn {
  std::uint16_t mcc = 0;        // 0..999
  std::uint16_t mnc = 0;        // 0..99 or 0..999
  std::uint8_t mnc_digits = 2;  // 2 or 3

  // "001-01" or "001-001".
  static Result<Plmn> parse(std::string_view text);
  // "00101" or "001001": five digits mean a two-digit MNC, six a three-digit one.
  static Result<Plmn> parse_digits(std::string_view digits);
  // Three octets as in the Location Area Identification (TS 24.008 10.5.1.3).
  static Result<Plmn> decode(ByteView octets);
  std::array<std::uint8_t, 3> encode() const;

  std::string mcc_string() const;  // always three digits
  std::string mnc_string() const;  // mnc_digits digits
  std::string digits() const { return mcc_string() + mnc_string(); }
  std::string to_string() const { return mcc_string() + "-" + mnc_string(); }
  friend auto operator<=>(const Plmn&, const Plmn&) = default;
};

}  // namespace foothold::gsm

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/plmn.h"

namespace foothold::gsm {
namespace {

std::string padded(unsigned value, std::size_t width) {
  auto text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

}  // namespace

Result<Plmn> Plmn::parse_digits(std::string_view digits) {
  if (digits.size() != 5 && digits.size() != 6) return fail("a PLMN has five or six digits", "PLMN");
  std::uint16_t number[2] = {0, 0};
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (digits[i] < '0' || digits[i] > '9') return fail("not a decimal digit", "PLMN", i);
    auto& part = number[i < 3 ? 0 : 1];
    part = static_cast<std::uint16_t>(part * 10 + (digits[i] - '0'));
  }
  return Plmn{number[0], number[1], static_cast<std::uint8_t>(digits.size() - 3)};
}

Result<Plmn> Plmn::parse(std::string_view text) {
  if (text.size() < 4 || text[3] != '-') return fail("write MCC-MNC, as in 001-01", "PLMN");
  return parse_digits(std::string(text.substr(0, 3)) + std::string(text.substr(4)));
}

Result<Plmn> Plmn::decode(ByteView octets) {
  if (octets.size() < 3) return fail("needs 3 octets", "PLMN", octets.size());
  std::string digits;
  const auto add = [&](unsigned digit) { digits += static_cast<char>('0' + digit); };
  add(octets[0] & 15U);
  add(octets[0] >> 4U);
  add(octets[1] & 15U);
  add(octets[2] & 15U);
  add(octets[2] >> 4U);
  if (const unsigned third = octets[1] >> 4U; third != 15) add(third);  // 1111: the MNC has two digits
  return parse_digits(digits);                                          // refuses the digits above 9
}

std::array<std::uint8_t, 3> Plmn::encode() const {
  const auto text = digits();
  const auto digit = [&](std::size_t i) { return static_cast<unsigned>(text[i] - '0'); };
  const unsigned third = mnc_digits == 3 ? digit(5) : 15U;
  return {static_cast<std::uint8_t>(digit(1) << 4 | digit(0)), static_cast<std::uint8_t>(third << 4 | digit(2)),
          static_cast<std::uint8_t>(digit(4) << 4 | digit(3))};
}

std::string Plmn::mcc_string() const {
  return padded(mcc, 3);
}
std::string Plmn::mnc_string() const {
  return padded(mnc, mnc_digits);
}

}  // namespace foothold::gsm

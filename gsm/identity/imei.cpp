// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/imei.h"

#include <algorithm>

namespace foothold::gsm {
namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

char imei_check_digit(std::string_view tac_and_snr) {
  int sum = 0;
  for (std::size_t i = 0; i < tac_and_snr.size(); ++i) {
    int digit = tac_and_snr[i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;  // every second digit, from the left
    sum += digit;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

Result<Imei> Imei::parse(std::string_view digits) {
  if (digits.size() != 15 || !all_digits(digits)) return fail("an IMEI has 15 digits (TS 23.003 6.2.1)", "IMEI");
  if (digits[14] != '0' && digits[14] != imei_check_digit(digits.substr(0, 14))) {
    return fail("the check digit is wrong (TS 23.003 annex B)", "IMEI", 14);
  }
  return Imei(std::string(digits));
}

Result<Imeisv> Imeisv::parse(std::string_view digits) {
  if (digits.size() != 16 || !all_digits(digits)) return fail("an IMEISV has 16 digits (TS 23.003 6.2.2)", "IMEISV");
  return Imeisv(std::string(digits));
}

Imei Imeisv::imei() const {
  const auto body = digits_.substr(0, 14);
  return *Imei::parse(body + imei_check_digit(body));
}

}  // namespace foothold::gsm

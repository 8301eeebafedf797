// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace foothold::gsm {

// International Mobile station Equipment Identity (TS 23.003 6.2.1): TAC (8), SNR (6) and the check digit (annex B),
// which is 0 when the mobile sends it (6.2.1) and may also be given right.
class Imei {
 public:
  static Result<Imei> parse(std::string_view digits);  // 15 digits
  const std::string& digits() const { return digits_; }
  friend bool operator==(const Imei&, const Imei&) = default;

 private:
  explicit Imei(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_;
};

// IMEI and Software Version Number (TS 23.003 6.2.2): TAC (8), SNR (6), SVN (2); no check digit.
class Imeisv {
 public:
  static Result<Imeisv> parse(std::string_view digits);  // 16 digits
  const std::string& digits() const { return digits_; }
  // The IMEI of the same equipment, with its check digit.
  Imei imei() const;
  friend bool operator==(const Imeisv&, const Imeisv&) = default;

 private:
  explicit Imeisv(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_;
};

// The Luhn check digit over 14 digits (TS 23.003 annex B).
char imei_check_digit(std::string_view tac_and_snr);

}  // namespace foothold::gsm

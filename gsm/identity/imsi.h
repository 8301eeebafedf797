// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "base/result.h"

namespace foothold::gsm {

// International Mobile Subscriber Identity (TS 23.003 2.2): up to 15 digits, MCC and MNC first. A PCID has the same
// format (TR 33.812 3.1). An Imsi always holds 6 to 15 digits.
class Imsi {
 public:
  static Result<Imsi> parse(std::string_view digits);

  const std::string& digits() const { return digits_; }
  friend auto operator<=>(const Imsi&, const Imsi&) = default;

 private:
  explicit Imsi(std::string digits) : digits_(std::move(digits)) {}
  std::string digits_;
};

}  // namespace foothold::gsm

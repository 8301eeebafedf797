// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/mcim_pool.h"

#include <charconv>

namespace foothold::operators::sho {
namespace {

// At most 15 digits: fits 64 bits.
std::int64_t number_of(const std::string& digits) {
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::string padded(std::int64_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

// ISO/IEC 7812-1 annex B.
char luhn_digit(const std::string& digits) {
  int sum = 0;
  bool doubled = true;
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, doubled = !doubled) {
    int value = *digit - '0';
    if (doubled) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

}  // namespace

Result<McimPool> McimPool::make(const gsm::Plmn& plmn, const gsm::Imsi& first, const gsm::Imsi& last) {
  for (const auto* imsi : {&first, &last})
    if (!imsi->digits().starts_with(plmn.digits()))
      return fail("IMSI " + imsi->digits() + " is not one of network " + plmn.to_string(), "imsi_first");
  if (first.digits().size() != last.digits().size() || last < first)
    return fail("the pool's first and last IMSI do not fit together", "imsi_last");
  const auto start = number_of(first.digits());
  return McimPool(plmn, first.digits().size(), start, number_of(last.digits()) - start + 1);
}

Result<std::string> McimPool::imsi(std::int64_t number) const {
  if (number < 0 || number >= size_) return fail("the pool of IMSIs is used up", "imsi_last");
  return padded(first_ + number, digits_);
}

std::string McimPool::iccid(std::int64_t number) const {
  constexpr std::size_t kDigits = 18;
  const std::string head = "89" + plmn_.digits();
  const std::string digits = head + padded(number, kDigits - head.size());
  return digits + luhn_digit(digits);
}

}  // namespace foothold::operators::sho

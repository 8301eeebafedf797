// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/ui_counters.h"

namespace foothold::gsm::llc {
namespace {

constexpr std::uint32_t kModulus = 512;

}  // namespace

std::optional<std::uint32_t> UiCounters::locate(std::uint16_t nu) const {
  const auto ahead = (nu - receive_) % kModulus;
  if (ahead < kModulus - kWindow) return receive_ + ahead;
  const auto behind = kModulus - ahead;  // 1..32
  if (behind > receive_ || received_ >> (behind - 1) & 1) return std::nullopt;
  return receive_ - behind;
}

bool UiCounters::had(std::uint16_t nu, std::uint32_t fcs) const {
  return !locate(nu) && fcs_[nu % kWindow] == fcs;  // the window divides the modulus
}

void UiCounters::accept(std::uint32_t count, std::uint32_t fcs) {
  fcs_[count % kWindow] = fcs;
  if (locate(static_cast<std::uint16_t>(count % kModulus)) != count) {
    receive_ = count + 1;
    received_ = 1;
  } else if (count < receive_) {
    received_ |= 1U << (receive_ - count - 1);
  } else {
    const auto shift = count - receive_ + 1;
    received_ = (shift >= kWindow ? 0 : received_ << shift) | 1;
    receive_ = count + 1;
  }
}

}  // namespace foothold::gsm::llc

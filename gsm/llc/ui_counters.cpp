// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/ui_counters.h"

namespace foothold::gsm::llc {
namespace {

constexpr std::uint32_t kModulus = 512;
constexpr std::uint32_t kWindow = 32;

}  // namespace

std::optional<std::uint32_t> UiCounters::locate(std::uint16_t nu) const {
  const auto ahead = (nu - receive_) % kModulus;
  if (ahead < kModulus - kWindow) return receive_ + ahead;
  const auto behind = kModulus - ahead;  // 1..32
  if (behind > receive_ || received_ >> (behind - 1) & 1) return std::nullopt;
  return receive_ - behind;
}

void UiCounters::accept(std::uint32_t count) {
  if (count < receive_) {
    received_ |= 1U << (receive_ - count - 1);
    return;
  }
  const auto shift = count - receive_ + 1;
  received_ = (shift >= 32 ? 0 : received_ << shift) | 1;
  receive_ = count + 1;
}

}  // namespace foothold::gsm::llc

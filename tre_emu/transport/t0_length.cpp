// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/t0_length.h"

#include <algorithm>
#include <utility>

namespace foothold::tre_emu::transport {

namespace {

constexpr std::size_t kHeader = 5;  // CLA INS P1 P2 P3
constexpr std::size_t kStatus = 2;
constexpr std::size_t kMost = 256;
constexpr std::uint8_t kWrongLength = 0x6C;

}  // namespace

std::optional<Bytes> T0Length::kept_for(ByteView command) {
  const auto kept = std::exchange(kept_, {});
  if (kept.empty() || command.size() != kHeader || command[4] != kept.size() - kStatus) return std::nullopt;
  if (!std::equal(header_.begin(), header_.end(), command.begin())) return std::nullopt;
  return kept;
}

Bytes T0Length::told(ByteView command, Bytes answer) {
  if (command.size() != kHeader || command[4] != 0) return answer;
  if (answer.size() <= kStatus || answer.size() >= kMost + kStatus) return answer;
  std::copy_n(command.begin(), header_.size(), header_.begin());
  kept_ = std::move(answer);
  return {kWrongLength, static_cast<std::uint8_t>(kept_.size() - kStatus)};
}

}  // namespace foothold::tre_emu::transport

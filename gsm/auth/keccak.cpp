// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/auth/keccak.h"

#include <bit>

namespace foothold::gsm::auth {

namespace {

constexpr unsigned kRounds = 24;

// FIPS 202 3.2.5: the bits of RC come from a shift register, algorithm 5; bit 2^j - 1 of a round is the (j + 7
// round)th.
constexpr auto kRoundConstants = [] {
  std::array<std::uint64_t, kRounds> constants{};
  unsigned shift_register = 1;
  for (auto& constant : constants) {
    for (unsigned j = 0; j < 7; ++j) {
      if ((shift_register & 1) != 0) constant |= std::uint64_t{1} << ((1U << j) - 1);
      shift_register <<= 1;
      if ((shift_register & 0x100) != 0) shift_register ^= 0x171;
    }
  }
  return constants;
}();

constexpr std::size_t lane(std::size_t x, std::size_t y) {
  return x % 5 + 5 * (y % 5);
}

void theta(KeccakState& a) {
  std::array<std::uint64_t, 5> column{};
  for (std::size_t i = 0; i < a.size(); ++i) column[i % 5] ^= a[i];
  for (std::size_t i = 0; i < a.size(); ++i) a[i] ^= column[(i + 4) % 5] ^ std::rotl(column[(i + 1) % 5], 1);
}

// 3.2.2 and 3.2.3 walk the same way through the lanes: (x, y) goes to (y, 2x + 3y).
void rho_and_pi(KeccakState& a) {
  std::size_t x = 1;
  std::size_t y = 0;
  auto moved = a[lane(x, y)];
  for (int t = 0; t < 24; ++t) {
    const auto next_y = (2 * x + 3 * y) % 5;
    x = y;
    y = next_y;
    const auto here = a[lane(x, y)];
    a[lane(x, y)] = std::rotl(moved, (t + 1) * (t + 2) / 2 % 64);
    moved = here;
  }
}

void chi(KeccakState& a) {
  for (std::size_t y = 0; y < 5; ++y) {
    const std::array<std::uint64_t, 5> row = {a[lane(0, y)], a[lane(1, y)], a[lane(2, y)], a[lane(3, y)],
                                              a[lane(4, y)]};
    for (std::size_t x = 0; x < 5; ++x) a[lane(x, y)] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
  }
}

}  // namespace

void keccak_f1600(KeccakState& state) {
  for (const auto constant : kRoundConstants) {
    theta(state);
    rho_and_pi(state);
    chi(state);
    state[0] ^= constant;
  }
}

}  // namespace foothold::gsm::auth

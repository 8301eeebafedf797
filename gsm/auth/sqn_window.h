// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "gsm/auth/sqn.h"

namespace foothold::gsm::auth {

// How a USIM manages sequence numbers (TS 33.102 annex C.2). The default is what the profiles of C.3 propose.
struct SqnScheme {
  // C.2.2: how many of the lowest bits are IND; 0..5. With none there is one place, and a number counts only if it is
  // above all before it.
  std::uint8_t ind_bits = Sqn::kIndBits;
  // C.2.1: how far SEQ may leap ahead of the highest accepted one (C.3 proposes 2^28). It keeps one wrong number of the
  // network from using up the key's life. At least 1.
  std::uint64_t delta = std::uint64_t{1} << 28;
  // C.2.2, the age limit L: how far SEQ may lie below the highest accepted one. 0: no limit.
  std::uint64_t age_limit = 0;

  friend bool operator==(const SqnScheme&, const SqnScheme&) = default;
};

// The USIM's freshness check, with the array mechanism of TS 33.102 C.2.2: of each IND it remembers the highest SEQ it
// accepted. Deterministic and without hidden state, so that a card can seal entries() before it answers.
class SqnWindow {
 public:
  using Entries = std::array<std::uint64_t, std::size_t{1} << Sqn::kIndBits>;  // SEQ_MS by IND

  static constexpr std::uint64_t kDelta = SqnScheme().delta;

  SqnWindow() = default;
  explicit SqnWindow(const Entries& entries, const SqnScheme& scheme = {}) : entries_(entries), scheme_(scheme) {}

  // Takes a fresh number and remembers it, or returns false and changes nothing: then the answer is a synchronisation
  // failure with highest(). `sqn` must come from an AUTN whose MAC was found right.
  bool accept(Sqn sqn);
  // Would accept() take it?
  bool is_fresh(Sqn sqn) const;
  // SQN_MS: the highest number accepted so far, over all IND (C.2.1). Zero before the first.
  Sqn highest() const;

  const Entries& entries() const { return entries_; }  // those beyond 2^ind_bits are not used
  const SqnScheme& scheme() const { return scheme_; }
  friend bool operator==(const SqnWindow&, const SqnWindow&) = default;

 private:
  std::uint64_t seq(Sqn sqn) const { return sqn.value() >> scheme_.ind_bits; }
  std::size_t ind(Sqn sqn) const { return sqn.value() & ((std::uint64_t{1} << scheme_.ind_bits) - 1); }

  Entries entries_{};
  SqnScheme scheme_;
};

}  // namespace foothold::gsm::auth

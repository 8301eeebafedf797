// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "gsm/auth/sqn.h"

namespace foothold::gsm::auth {

// The USIM's freshness check, with the array mechanism of TS 33.102 C.2.2: of each IND it remembers the highest SEQ it
// accepted. Deterministic and without hidden state, so that a card can seal entries() before it answers.
class SqnWindow {
 public:
  using Entries = std::array<std::uint64_t, std::size_t{1} << Sqn::kIndBits>;  // SEQ_MS by IND

  // C.2.1: how far SEQ may leap ahead of the highest accepted one (C.3.2 proposes 2^28). It keeps one wrong number of
  // the network from using up the key's life.
  static constexpr std::uint64_t kDelta = std::uint64_t{1} << 28;

  SqnWindow() = default;
  explicit SqnWindow(const Entries& entries) : entries_(entries) {}

  // Takes a fresh number and remembers it, or returns false and changes nothing: then the answer is a synchronisation
  // failure with highest(). `sqn` must come from an AUTN whose MAC was found right.
  bool accept(Sqn sqn);
  // Would accept() take it?
  bool is_fresh(Sqn sqn) const;
  // SQN_MS: the highest number accepted so far, over all IND (C.2.1). Zero before the first.
  Sqn highest() const;

  const Entries& entries() const { return entries_; }
  friend bool operator==(const SqnWindow&, const SqnWindow&) = default;

 private:
  Entries entries_{};
};

}  // namespace foothold::gsm::auth

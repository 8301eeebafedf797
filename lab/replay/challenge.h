// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "gsm/auth/quintet.h"

namespace foothold::lab::replay {

// What a captured challenge met with, hence what a challenge in its place has to bring about.
enum class ChallengeKind : std::uint8_t { accepted, not_fresh, wrong_mac };

// The network's side of one subscription (TS 33.102 6.3): makes challenges that the card takes for genuine, in place of
// captured ones, whose sequence numbers are used up.
class ChallengeMaker {
 public:
  // `last`: the number that the card counts as used.
  ChallengeMaker(gsm::auth::MilenageKey key, gsm::auth::Amf amf, gsm::auth::Sqn last)
      : key_(std::move(key)), amf_(amf), last_(last) {}
  // The issuer's half of a card (docs/interfaces.md section 7), as foothold-personalise writes it. Errors name the key;
  // no text holds a value. Cards of another algorithm than Milenage are refused.
  static Result<ChallengeMaker> from_issuers_half(std::string_view json);

  // RAND stays what it was; AUTN is made anew. `gba`: with the MAC* of GBA_U (TS 33.220 5.3.2). Error: no sequence
  // number is left.
  Result<gsm::auth::Quintet> make(const gsm::auth::Rand& rand, ChallengeKind kind, bool gba);

 private:
  gsm::auth::MilenageKey key_;
  gsm::auth::Amf amf_;
  gsm::auth::Sqn last_;
};

}  // namespace foothold::lab::replay

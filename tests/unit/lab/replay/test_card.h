// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <algorithm>

#include "base/hex.h"
#include "gsm/auth/auts.h"
#include "gsm/auth/sqn_window.h"
#include "gsm/auth/usim.h"
#include "lab/replay/card_authentication.h"
#include "lab/replay/challenge.h"

namespace foothold::lab::replay {

// Milenage test set 1 (TS 35.208 4.3).
inline constexpr gsm::auth::Rand kRand = {0x23, 0x55, 0x3c, 0xbe, 0x96, 0x37, 0xa8, 0x9d,
                                          0x21, 0x8a, 0xe6, 0x4d, 0xae, 0x47, 0xbf, 0x35};
inline constexpr std::uint64_t kLastSqn = 0x40;

inline gsm::auth::MilenageKey test_key() {
  const auto secret = [](const char* text) {
    const auto octets = from_hex(text).value();
    return Secret<16>(std::span<const std::uint8_t, 16>(octets.data(), 16));
  };
  return {secret("465b5ce8b199b49faa5f0a2ee238a6bc"), secret("cd63cb71954a9f4e48a5994e37a02baf")};
}

// The operator of that key.
inline ChallengeMaker test_challenges() {
  return ChallengeMaker(test_key(), {0x80, 0x00}, gsm::auth::Sqn(kLastSqn));
}

// A card with that key: `last` is the number that counts as used.
class TestCard {
 public:
  explicit TestCard(std::uint64_t last = kLastSqn) : last_(last) {}

  CardOutcome authenticate(const gsm::gmm::Rand& rand, const std::optional<gsm::gmm::Autn>& autn) {
    if (!autn) return CardUnavailable{"a challenge of GSM"};
    const auto checked = gsm::auth::check_autn(test_key(), rand, *autn);
    if (!checked) return CardFoundWrongMac{};
    if (checked->sqn.seq() <= gsm::auth::Sqn(last_).seq())
      return CardFoundNotFresh{gsm::auth::make_auts(test_key(), rand, gsm::auth::Sqn(last_))};
    last_ = checked->sqn.value();
    return CardAccepted{Bytes(checked->res.begin(), checked->res.end()), checked->kc,
                        CardAccepted::Umts{checked->ck, checked->ik}};
  }
  Authenticate port() {
    return [this](const gsm::gmm::Rand& rand, const std::optional<gsm::gmm::Autn>& autn) {
      return authenticate(rand, autn);
    };
  }

 private:
  std::uint64_t last_;
};

}  // namespace foothold::lab::replay

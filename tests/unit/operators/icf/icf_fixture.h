// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <algorithm>
#include <filesystem>
#include <random>
#include <string>

#include "gsm/auth/auts.h"
#include "gsm/auth/sqn_window.h"
#include "gsm/auth/usim.h"
#include "operators/ro/icf/vector_source.h"

namespace foothold::operators::icf {

inline gsm::Imsi imsi(const char* digits) {
  return gsm::Imsi::parse(digits).value();
}
inline constexpr auto kPcid = "001020000000001";
inline constexpr auto kOtherPcid = "001020000000002";

inline TemporaryCredential credential(const char* pcid, std::uint8_t seed = 0x11, gsm::auth::Sqn sqn = {}) {
  TemporaryCredential made{imsi(pcid), {}, {0x80, 0x00}, sqn};
  for (std::size_t i = 0; i < 16; ++i) {
    made.key.k.reveal_mutable()[i] = static_cast<std::uint8_t>(seed + i);
    made.key.opc.reveal_mutable()[i] = static_cast<std::uint8_t>(seed ^ i);
  }
  return made;
}

// The same octets in every run.
inline pki::RandomSource seeded_random(unsigned seed = 1) {
  return [engine = std::mt19937(seed)](std::span<std::uint8_t> out) mutable -> Result<void> {
    std::generate(out.begin(), out.end(), [&] { return static_cast<std::uint8_t>(engine()); });
    return {};
  };
}

// The USIM in the device, with its freshness check.
struct Usim {
  gsm::auth::MilenageKey key;
  gsm::auth::SqnWindow window;

  // True if the vector authenticates the network and is fresh.
  bool accepts(const gsm::auth::Rand& rand, const gsm::auth::Autn& autn) {
    const auto checked = gsm::auth::check_autn(key, rand, autn);
    return checked && window.accept(checked->sqn);
  }
};

}  // namespace foothold::operators::icf

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "base/secret.h"
#include "gsm/llc/cipher.h"

namespace foothold::lab::replay {

// What LLC ciphers with after AUTHENTICATION AND CIPHERING REQUEST named GEA/`algorithm` (TS 24.008 10.5.5.3); not at
// all with an algorithm that we do not have, or that has no key.
inline gsm::llc::CipherContext cipher_context(std::uint8_t algorithm, const Secret<8>& kc,
                                              const std::optional<Secret<16>>& kc128) {
  if (algorithm == 3) return {gsm::llc::Gea::gea3, kc};
  if (algorithm == 4 && kc128) return {gsm::llc::Gea::gea4, *kc128};
  return {};
}

}  // namespace foothold::lab::replay

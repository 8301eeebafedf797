// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <variant>

#include "base/secret.h"
#include "gsm/llc/frame.h"

namespace foothold::gsm::llc {

// GPRS Encryption Algorithms that libosmogsm has. GEA1 and GEA2 are broken by design and not offered.
enum class Gea : std::uint8_t { gea0 = 0, gea3 = 3, gea4 = 4 };

// Kc for GEA3 (64 bit), Kc128 for GEA4 (TS 33.102 annex B.5).
struct CipherContext {
  Gea algorithm = Gea::gea0;
  std::variant<Secret<8>, Secret<16>> key;
};

// Ciphers or deciphers in place the information field and FCS of a UI frame (TS 44.064 annex A.2.1). `count` is
// OC + LFN (here N(U)); `iov_ui` the input offset value.
void apply_cipher(std::span<std::uint8_t> information_and_fcs, const CipherContext& context, std::uint32_t iov_ui,
                  Sapi sapi, std::uint32_t count, Sender sender);

}  // namespace foothold::gsm::llc

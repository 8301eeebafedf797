// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/secret.h"
#include "gsm/auth/algorithm.h"
#include "gsm/auth/sqn_window.h"

namespace foothold::tre_emu::vault {

// What a GBA_U bootstrapping left in the card (TS 33.220 5.3.2). The keys of the NAFs follow from it whenever asked.
struct GbaContext {
  gsm::auth::Rand rand{};
  Secret<32> ks;  // CK || IK
};

// All that a USIM is made of. The PCID's temporary credential and every MCIM are one of these.
struct Subscription {
  std::string imsi;             // 6..15 digits; the PCID has the same form
  std::uint8_t mnc_digits = 2;  // 2 or 3
  std::string iccid;            // 10..20 digits
  std::string apn;
  gsm::auth::Algorithm algorithm;
  gsm::auth::SqnWindow sqn;
  std::optional<GbaContext> gba;
  std::map<std::uint16_t, SecretBytes> files;  // what a terminal has written, by file identifier; keys are among it
};

class StateEncoder;
class StateDecoder;

// A subscription's part of the sealed state (encode_state()); the decoder keeps the first thing that is wrong.
void code_subscription(StateEncoder& encoder, const Subscription& subscription);
void code_subscription(StateDecoder& decoder, Subscription& subscription);

}  // namespace foothold::tre_emu::vault

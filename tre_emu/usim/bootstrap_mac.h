// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "tre_emu/card/status_word.h"
#include "tre_emu/vault/subscription.h"

namespace foothold::tre_emu::usim {

// Whether `mac` is HMAC-SHA-1 over `document` with Ks_int_NAF of the NAF named `drf` (OMA CP 1.1 4.1 with the key of
// TS 33.220 5.3.2): ok, 9862, or 6985 if the subscription was not bootstrapped.
card::StatusWord verify_bootstrap_mac(const vault::Subscription& subscription, std::string_view drf, ByteView mac,
                                      ByteView document);

}  // namespace foothold::tre_emu::usim

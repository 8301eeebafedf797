// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "tre_emu/card/apdu.h"
#include "tre_emu/vault/subscription.h"

namespace foothold::tre_emu::usim {

// What AUTHENTICATE came to. Where `changed`, `subscription` has to be safe on disk before the answer may go out: a
// sequence number that was answered must never count as fresh again (TS 33.102 6.3.3, C.2).
struct Authentication {
  card::Response answer;
  bool changed = false;
  vault::Subscription subscription;
};

// TS 31.102 7.1, by P2: 81 the UMTS security context, 80 the GSM one, 84 GBA with its bootstrapping (tag DD) and NAF
// derivation (tag DE) modes. Facts of the answer: imsi, context (umts, gsm, gba, naf), result (ok, mac, sync).
Authentication authenticate(const vault::Subscription& subscription, const card::Command& command);

}  // namespace foothold::tre_emu::usim

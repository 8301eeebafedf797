// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "base/secret.h"
#include "gsm/gmm/messages/authentication.h"
#include "lab/card/card_link.h"

namespace foothold::lab::replay {

// What a card made of a challenge (TS 31.102 7.1.2).
struct CardAccepted {
  Bytes res;  // or SRES
  Secret<8> kc;
  struct Umts {
    Secret<16> ck;
    Secret<16> ik;
  };
  std::optional<Umts> umts;
};
struct CardFoundNotFresh {
  gsm::gmm::Auts auts;
};
struct CardFoundWrongMac {};
struct CardUnavailable {
  std::string reason;
};
using CardOutcome = std::variant<CardAccepted, CardFoundNotFresh, CardFoundWrongMac, CardUnavailable>;

// Lets a card answer a challenge of the live network. Without AUTN it is one of GSM.
using Authenticate = std::function<CardOutcome(const gsm::gmm::Rand&, const std::optional<gsm::gmm::Autn>&)>;

// The same by APDU: selects the USIM and has it AUTHENTICATE.
CardOutcome authenticate_by_card(const CardExchange& card, const gsm::gmm::Rand& rand,
                                 const std::optional<gsm::gmm::Autn>& autn);

}  // namespace foothold::lab::replay

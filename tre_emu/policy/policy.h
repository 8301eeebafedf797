// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "tre_emu/card/application.h"

namespace foothold::tre_emu::policy {

// Where the TRE stands in a power cycle.
enum class TreState : std::uint8_t {
  measuring,  // from power-up until evidence is first given
  operating,
  locked,  // tampering was found; for good
};

// AID of the TRE application: F0, "FOOTHOLD", 01 (docs/interfaces.md section 3).
ByteView tre_aid();

// A command and in which states it may be used. Each row stands for itself, as TR 33.812 6.1.2.3 wants security
// controls: small, atomic, decided with what the TRE has at hand.
struct Rule {
  enum class Only : std::uint8_t { always, names_tre };  // names_tre: a SELECT whose AID can mean the TRE only

  std::string_view name;  // as in trace events, "apdu.<name>"
  bool proprietary;       // class 8x, else 0x
  std::uint8_t ins;
  std::optional<std::uint16_t> p1_p2;  // empty: any
  Only only;
  bool measuring;
  bool operating;
  bool locked;
};

std::span<const Rule> rules();
// The first row that fits, or null.
const Rule* rule_for(const card::Command& command);

// ok, or what to refuse with: 6983 in the locked state, 6985 in the others. A command without a row is refused while
// locked and otherwise left to the card, which does not know it either.
card::StatusWord decide(const card::Command& command, TreState state);

// The policy as the card's gate.
class PolicyGate : public card::AccessGate {
 public:
  explicit PolicyGate(std::function<TreState()> state) : state_(std::move(state)) {}
  card::StatusWord admit(const card::Command& command, const card::Application*) override {
    return decide(command, state_());
  }

 private:
  std::function<TreState()> state_;
};

}  // namespace foothold::tre_emu::policy

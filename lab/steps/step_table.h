// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "trace/event.h"

namespace foothold::lab::steps {

// Which subscription an event is about: steps 1 to 6 and step 22 are made of the same messages.
enum class Phase : std::uint8_t { any, pcid, mcim };

// One event that must have been seen. `writer` is the receiver of a message, or who decided (docs/interfaces.md 8).
struct Observation {
  std::string_view event;
  trace::Actor writer = trace::Actor::none;
  trace::Kind kind = trace::Kind::received;
  std::string_view words;                  // what was exchanged, with {field} for the event's fields
  trace::Actor from = trace::Actor::none;  // the sender, where the name alone does not tell it
  std::string_view field{};                // only if this field ...
  std::string_view value{};                // ... has this value
  bool counts_again = true;                // seen once more it is a retry of the step
  bool over_the_air = false;               // there is none where the machine stands at Gb: only a radio needs it
};

// A step of TR 33.812 5.1.3.6.2 (12a and 22 are ours, see docs/steps.md).
struct StepRow {
  std::string_view label;  // "12a"
  unsigned number;         // 12
  trace::Actor from;
  trace::Actor to;  // none: it happens at `from`
  std::string_view title;
  Phase phase;
  std::array<Observation, 3> seen;  // all those with a name
  bool in_order = false;            // `seen` must come in this order
  std::string_view after{};         // the label of a step that must be done first
};

constexpr std::size_t kStepRows = 23;

std::span<const StepRow, kStepRows> step_table();
// The row of a label such as "12a".
std::optional<std::size_t> row_of(std::string_view label);

}  // namespace foothold::lab::steps

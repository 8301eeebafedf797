// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "lab/steps/step_table.h"
#include "trace/event.h"

namespace foothold::lab::steps {

// At which steps an event tells of a failure: at the first of [first, last] that is not done.
struct FailureRow {
  std::string_view event;
  std::string_view field;  // only if this field, where one is named, has `value`
  std::string_view value;
  std::string_view first;
  std::string_view last;
  std::string_view words;
  bool decision = false;  // told by a decision, not by an event of kind failure
};

// The row for an event of this phase; nothing if it tells of no failure.
std::optional<FailureRow> find_failure(const trace::Event& event, Phase phase);

// Why, in words: the row's, and what the event adds.
std::string reason_of(const FailureRow& row, const trace::Event& event);

}  // namespace foothold::lab::steps

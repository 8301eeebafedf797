// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "trace/event.h"

namespace foothold::dm {

// The effects of one alternative, in order.
template <class T, class Effect>
std::vector<T> of(const std::vector<Effect>& effects) {
  std::vector<T> found;
  for (const Effect& effect : effects) {
    if (const auto* each = std::get_if<T>(&effect)) found.push_back(*each);
  }
  return found;
}

// "name kind field=value ..." of each WriteEvent.
template <class WriteEvent, class Effect>
std::vector<std::string> events_of(const std::vector<Effect>& effects) {
  std::vector<std::string> lines;
  for (const WriteEvent& each : of<WriteEvent>(effects)) {
    std::string line = each.event.name + " " + trace::to_string(each.event.kind);
    for (const auto& field : each.event.fields) line += " " + field.name + "=" + field.value;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace foothold::dm

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/event_head.h"

#include <cstddef>

namespace foothold::gui::capture {
namespace {

std::string_view* place_of(EventHead& head, std::string_view key) {
  if (key == "name") return &head.name;
  if (key == "from") return &head.from;
  if (key == "to") return &head.to;
  if (key == "kind") return &head.kind;
  if (key == "layer") return &head.layer;
  if (key == "device") return &head.device;
  return nullptr;
}

// The text whose first octet is at `at`; `at` moves behind its closing quote.
std::string_view text_at(std::string_view json, std::size_t& at) {
  const std::size_t start = at;
  while (at < json.size() && json[at] != '"') at += json[at] == '\\' ? 2U : 1U;
  const std::string_view text = json.substr(start, at - start);
  ++at;
  return text;
}

}  // namespace

EventHead head_of(std::string_view json) {
  EventHead head;
  std::string_view* place = nullptr;  // of the value that comes; null while a key is awaited or it does not matter
  bool awaits_value = false;
  unsigned depth = 0;
  for (std::size_t at = 0; at < json.size();) {
    switch (json[at++]) {
      case '"': {
        const std::string_view text = text_at(json, at);
        if (depth != 1) break;
        if (!awaits_value) {
          place = place_of(head, text);
        } else if (place != nullptr) {
          *place = text;
        }
        break;
      }
      case '{':
      case '[':
        ++depth;
        break;
      case '}':
      case ']':
        if (depth <= 1) return head;
        --depth;
        break;
      case ':':
        if (depth == 1) awaits_value = true;
        break;
      case ',':
        if (depth == 1) awaits_value = false;
        break;
      default:
        break;
    }
  }
  return head;
}

}  // namespace foothold::gui::capture

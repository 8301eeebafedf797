// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

namespace foothold::dm {

// What a node lets a server do (OMA-TS-DM_TND 1.2, AccessType). Combine with |.
enum class Access : std::uint8_t { none = 0, get = 1, replace = 2, add = 4, exec = 8, remove = 16 };

constexpr Access operator|(Access a, Access b) {
  return static_cast<Access>(static_cast<std::uint8_t>(a) | static_cast<std::uint8_t>(b));
}
constexpr bool allows(Access granted, Access wanted) {
  return (static_cast<std::uint8_t>(granted) & static_cast<std::uint8_t>(wanted)) != 0;
}

enum class Format : std::uint8_t { node, null, chr, integer, bin, xml };
const char* to_string(Format format);  // as in Meta: node, null, chr, int, b64, xml

}  // namespace foothold::dm

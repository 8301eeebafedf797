// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/syncml/portable_text.h"

#include <cstddef>
#include <cstdint>

namespace foothold::dm {
namespace {

constexpr std::string_view kCdataEnd = "]]>";

bool is_continuation(std::uint8_t octet) {
  return (octet & 0xc0U) == 0x80U;
}

// The length in octets of the character at `text[at]`, or 0 if it is not portable (RFC 3629 4; XML 1.0 2.2).
std::size_t portable_character(std::string_view text, std::size_t at) {
  const auto octet = [&](std::size_t i) {
    return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0};
  };
  const std::uint8_t first = octet(at);
  if (first < 0x80) return first == '\t' || first == '\n' || (first >= 0x20 && first != 0x7f) ? 1 : 0;
  if (first >= 0xc2 && first <= 0xdf) return is_continuation(octet(at + 1)) ? 2 : 0;
  if ((first & 0xf0U) == 0xe0U) {
    if (!is_continuation(octet(at + 1)) || !is_continuation(octet(at + 2))) return 0;
    if (first == 0xe0 && octet(at + 1) < 0xa0) return 0;                            // overlong
    if (first == 0xed && octet(at + 1) > 0x9f) return 0;                            // surrogates
    if (first == 0xef && octet(at + 1) == 0xbf && octet(at + 2) >= 0xbe) return 0;  // U+FFFE, U+FFFF
    return 3;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    if (!is_continuation(octet(at + 1)) || !is_continuation(octet(at + 2)) || !is_continuation(octet(at + 3))) return 0;
    if (first == 0xf0 && octet(at + 1) < 0x90) return 0;  // overlong
    if (first == 0xf4 && octet(at + 1) > 0x8f) return 0;  // above U+10FFFF
    return 4;
  }
  return 0;
}

}  // namespace

bool is_portable_text(std::string_view text) {
  if (text.find(kCdataEnd) != std::string_view::npos) return false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = portable_character(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string make_portable(std::string_view text, std::size_t most) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = portable_character(text, at);
    if (out.size() + (length == 0 ? 1 : length) > most) break;
    if (length == 0) {
      out += '?';
      ++at;
      continue;
    }
    out.append(text, at, length);
    at += length;
    if (out.ends_with(kCdataEnd)) out.back() = '?';
  }
  return out;
}

}  // namespace foothold::dm

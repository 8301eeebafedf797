// SPDX-License-Identifier: AGPL-3.0-or-later
#include "base/base64.h"

#include <algorithm>

namespace foothold {
namespace {

constexpr std::string_view kStandard = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode(ByteView bytes, std::string_view alphabet, bool pad) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16;
    if (count > 1) group |= static_cast<std::uint32_t>(bytes[i + 1]) << 8;
    if (count > 2) group |= bytes[i + 2];
    for (std::size_t k = 0; k < count + 1; ++k) text += alphabet[group >> (18 - 6 * k) & 63];
    if (pad) text.append(3 - count, '=');
  }
  return text;
}

Result<Bytes> decode(std::string_view text, std::string_view alphabet) {
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t group = 0;
  std::size_t bits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto value = alphabet.find(text[i]);
    if (value == std::string_view::npos) return fail("not a base64 character", "base64", i);
    group = group << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<std::uint8_t>(group >> bits));
      group &= (1U << bits) - 1;
    }
  }
  // A single left-over character cannot be an octet, and the unused bits of a canonical text are zero.
  if (bits >= 6 || group != 0) return fail("the text ends in the middle of an octet", "base64", text.size());
  return bytes;
}

}  // namespace

std::string to_base64(ByteView bytes) {
  return encode(bytes, kStandard, true);
}
std::string to_base64url(ByteView bytes) {
  return encode(bytes, kUrl, false);
}

Result<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return fail("the length is not a multiple of four", "base64", text.size());
  for (int k = 0; k < 2 && text.ends_with('='); ++k) text.remove_suffix(1);
  return decode(text, kStandard);
}

Result<Bytes> from_base64url(std::string_view text) {
  return decode(text, kUrl);
}

}  // namespace foothold

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/access_point_name.h"

#include <algorithm>

#include "base/byte_reader.h"

namespace foothold::gsm::sm {

namespace {

constexpr std::size_t kMaxCoded = 100;  // TS 23.003 9.1
constexpr std::size_t kMaxLabel = 63;   // RFC 1035 2.3.4

bool is_label(std::string_view label) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !label.empty() && label.size() <= kMaxLabel && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), is_allowed);
}

}  // namespace

Result<AccessPointName> AccessPointName::parse(std::string_view text) {
  if (text.size() + 1 > kMaxCoded) return fail("is longer than 99 characters", "APN");
  if (text != "*") {
    for (std::size_t begin = 0; begin <= text.size();) {
      const auto end = std::min(text.find('.', begin), text.size());
      if (!is_label(text.substr(begin, end - begin))) {
        return fail("needs labels of 1 to 63 letters, digits or hyphens", "APN", begin);
      }
      begin = end + 1;
    }
  }
  return AccessPointName(std::string(text));
}

Result<AccessPointName> AccessPointName::decode(ByteView value) {
  ByteReader reader(value);
  std::string text;
  while (!reader.empty()) {
    const auto octets = reader.take_lv("label");
    if (!octets) return tl::unexpected(octets.error());
    const std::string label(octets->begin(), octets->end());
    if (label != "*" && !is_label(label)) return fail("is not a label", "APN", reader.offset() - label.size());
    if (!text.empty()) text += '.';
    text += label;
  }
  return parse(text);
}

void AccessPointName::encode(ByteWriter& writer) const {
  for (std::size_t begin = 0; begin <= text_.size();) {
    const auto end = std::min(text_.find('.', begin), text_.size());
    writer.u8(static_cast<std::uint8_t>(end - begin));
    for (std::size_t i = begin; i < end; ++i) writer.u8(static_cast<std::uint8_t>(text_[i]));
    begin = end + 1;
  }
}

}  // namespace foothold::gsm::sm

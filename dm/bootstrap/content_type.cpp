// SPDX-License-Identifier: AGPL-3.0-or-later
#include "dm/bootstrap/content_type.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

#include "base/hex.h"
#include "dm/syncml/message.h"

namespace foothold::dm {
namespace {

constexpr std::size_t kMaxHeader = 1024;  // octets

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
  return out;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view take_part(std::string_view& rest, char separator) {
  const std::size_t at = rest.find(separator);
  const std::string_view part = trim(rest.substr(0, at));
  rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
  return part;
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

}  // namespace

std::string to_string(const BootstrapContentType& type) {
  return std::string(kContentType) + ";SEC=" + std::to_string(type.security) + ";MAC=" + to_hex(type.mac);
}

Result<BootstrapContentType> parse_bootstrap_content_type(std::string_view header) {
  if (header.size() > kMaxHeader) return fail("is too long", "Content-Type", kMaxHeader);
  std::string_view rest = header;
  if (lower(take_part(rest, ';')) != kContentType) {
    return fail("is not " + std::string(kContentType), "Content-Type", 0,
                static_cast<int>(StatusCode::unsupported_media_type));
  }
  std::optional<int> security;
  std::optional<Bytes> mac;
  while (!rest.empty()) {
    const std::size_t offset = header.size() - rest.size();
    std::string_view value = take_part(rest, ';');
    const std::string name = lower(take_part(value, '='));
    value = trim(value);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (name == "sec") {
      if (security || value.size() != 1 || value[0] < '0' || value[0] > '3') {
        return fail("must be one digit 0..3, once", "SEC", offset);
      }
      security = value[0] - '0';
    } else if (name == "mac") {
      if (mac || value.size() != 40 || !is_hex(value)) return fail("must be 40 hex digits, once", "MAC", offset);
      mac = from_hex(value).value_or(Bytes{});
    }
  }
  if (!security) return fail("is missing", "SEC", header.size());
  if (!mac || mac->size() != 20) return fail("is missing", "MAC", header.size());
  BootstrapContentType type;
  type.security = *security;
  std::copy(mac->begin(), mac->end(), type.mac.begin());
  return type;
}

}  // namespace foothold::dm

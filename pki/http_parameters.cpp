// SPDX-License-Identifier: AGPL-3.0-or-later
#include "pki/http_parameters.h"

#include <algorithm>
#include <optional>

namespace foothold::pki {
namespace {

constexpr std::size_t kMaxHeader = 4096;
constexpr std::size_t kMaxParameters = 32;
constexpr std::size_t kMaxValue = 512;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_token(char c) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~/=:@?";  // wider than RFC 7230 3.2.6: base64 and URIs, unquoted
  return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || kMarks.find(c) != std::string_view::npos;
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::size_t offset() const { return position_; }
  bool at_end() const { return position_ == text_.size(); }
  bool take(char c) {
    if (at_end() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  void skip_space() {
    while (!at_end() && (text_[position_] == ' ' || text_[position_] == '\t')) ++position_;
  }
  std::string name() {
    std::string out;
    while (!at_end() && text_[position_] != '=' && is_token(text_[position_])) out += lower(text_[position_++]);
    return out;
  }
  std::optional<std::string> value() {
    std::string out;
    if (!take('"')) {
      while (!at_end() && is_token(text_[position_])) out += text_[position_++];
      return out.empty() ? std::nullopt : std::optional(out);
    }
    while (!at_end() && text_[position_] != '"') {
      if (text_[position_] == '\\') ++position_;
      if (at_end()) return std::nullopt;
      out += text_[position_++];
    }
    return take('"') ? std::optional(out) : std::nullopt;
  }
  bool scheme(std::string_view wanted) {
    const auto found = text_.substr(0, wanted.size());
    const bool same = found.size() == wanted.size() && std::equal(found.begin(), found.end(), wanted.begin(),
                                                                  [](char a, char b) { return lower(a) == lower(b); });
    if (!same) return false;
    position_ += wanted.size();
    return wanted.empty() || (!at_end() && text_[position_] == ' ');
  }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace

Result<std::map<std::string, std::string>> parse_http_parameters(std::string_view header, std::string_view scheme) {
  constexpr const char* kField = "authentication header";
  if (header.size() > kMaxHeader) return fail("is longer than 4096 octets", kField);
  const auto control = std::find_if(header.begin(), header.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
  });
  if (control != header.end() && *control != '\t')
    return fail("has a control character", kField, static_cast<std::size_t>(control - header.begin()));
  Scanner scanner(header);
  if (!scanner.scheme(scheme)) return fail("has another scheme than " + std::string(scheme), kField, 0);
  std::map<std::string, std::string> parameters;
  do {
    scanner.skip_space();
    const std::size_t start = scanner.offset();
    const auto name = scanner.name();
    scanner.skip_space();
    if (name.empty() || !scanner.take('=')) return fail("has something that is not name=value", kField, start);
    scanner.skip_space();
    const auto value = scanner.value();
    if (!value || value->size() > kMaxValue) return fail("has no well-formed value", name, start);
    if (!parameters.emplace(name, *value).second) return fail("is given twice", name, start);
    if (parameters.size() > kMaxParameters) return fail("has more than 32 parameters", kField, start);
    scanner.skip_space();
  } while (scanner.take(','));
  if (!scanner.at_end()) return fail("has something that is not name=value", kField, scanner.offset());
  return parameters;
}

void append_token(std::string& header, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  if (!header.empty() && header.back() != ' ') header += ", ";
  header.append(name).append("=").append(value);
}

void append_quoted(std::string& header, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  std::string quoted = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  append_token(header, name, quoted + "\"");
}

}  // namespace foothold::pki

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/card/apdu_script.h"

#include <algorithm>
#include <cctype>

#include "base/hex.h"

namespace foothold::lab {

namespace {

std::string compact(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (std::isspace(octet) == 0) out.push_back(static_cast<char>(std::tolower(octet)));
  }
  return out;
}

bool is_pattern(std::string_view text) {
  if (text.starts_with('*')) text.remove_prefix(1);
  return text.size() >= 4 && text.size() % 2 == 0 &&
         std::ranges::all_of(text, [](unsigned char c) { return std::isxdigit(c) != 0 || c == 'x'; });
}

}  // namespace

Result<std::vector<ScriptLine>> parse_script(std::string_view text) {
  std::vector<ScriptLine> lines;
  std::size_t number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    line = line.substr(0, line.find('#'));
    const auto arrow = line.find("=>");
    const auto command = compact(line.substr(0, arrow));
    if (command.empty() && arrow == std::string_view::npos) continue;
    const auto field = "line " + std::to_string(number);
    auto octets = from_hex(command);
    if (!octets || octets->size() < 4) return fail("a command is hex, of four octets and more", field);
    ScriptLine parsed{number, std::move(*octets), {}};
    if (arrow != std::string_view::npos) {
      parsed.expected = compact(line.substr(arrow + 2));
      if (!is_pattern(parsed.expected)) return fail("an answer is hex with x for any digit, and * for any data", field);
    }
    lines.push_back(std::move(parsed));
  }
  return lines;
}

bool matches(std::string_view expected, std::string_view answer) {
  if (expected.empty()) return true;
  if (expected.front() == '*') {
    expected.remove_prefix(1);
    if (answer.size() < expected.size()) return false;
    answer.remove_prefix(answer.size() - expected.size());
  }
  return std::ranges::equal(expected, answer, [](char want, char got) { return want == 'x' || want == got; });
}

Result<void> run_script(const CardExchange& exchange, const std::vector<ScriptLine>& lines,
                        const std::function<void(const ScriptLine&, const std::string& answer)>& show) {
  for (const auto& line : lines) {
    const auto response = exchange(line.command);
    if (!response) return tl::unexpected(response.error());
    const auto answer = to_hex(*response);
    show(line, answer);
    if (!matches(line.expected, answer)) {
      return fail("expected " + line.expected + ", the card answers " + answer, "line " + std::to_string(line.number));
    }
  }
  return {};
}

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/finding.h"

#include <nlohmann/json.hpp>

namespace foothold::lab::replay {
namespace {

// Long values are certificates and objects, of which nobody reads more than the start.
std::string shortened(const std::string& text) {
  constexpr std::size_t kMost = 64;
  if (text.size() <= kMost) return text;
  return text.substr(0, kMost) + "... (" + std::to_string(text.size()) + " characters)";
}

std::string line_of(const Finding& finding) {
  std::string line = finding.packet == 0 ? std::string("    -") : std::to_string(finding.packet);
  line.insert(0, line.size() < 5 ? 5 - line.size() : 0, ' ');
  line += "  ";
  line += to_string(finding.verdict);
  line.resize(std::max<std::size_t>(line.size(), 20), ' ');
  line += finding.message;
  if (!finding.element.empty()) line += ", " + finding.element;
  if (!finding.captured.empty() || !finding.live.empty()) {
    const auto shown = [](const std::string& text) { return text.empty() ? std::string("nothing") : shortened(text); };
    line += ": captured " + shown(finding.captured);
    if (finding.verdict != Verdict::same) line += ", live " + shown(finding.live);
  }
  if (!finding.reason.empty()) line += " (" + finding.reason + ")";
  return line + "\n";
}

}  // namespace

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::same:
      return "same";
    case Verdict::must_differ:
      return "must differ";
    case Verdict::follows:
      return "follows";
    case Verdict::different:
      return "DIFFERENT";
    case Verdict::left_out:
      return "left out";
  }
  return "?";
}

Summary Report::summary() const {
  Summary sum;
  sum.messages = messages;
  for (const auto& finding : findings) {
    switch (finding.verdict) {
      case Verdict::same:
        ++sum.same;
        break;
      case Verdict::must_differ:
        ++sum.must_differ;
        break;
      case Verdict::follows:
        ++sum.follows;
        break;
      case Verdict::different:
        ++sum.different;
        break;
      case Verdict::left_out:
        ++sum.left_out;
        break;
    }
  }
  return sum;
}

bool Report::passed() const {
  const auto sum = summary();
  return sum.messages > 0 && sum.different == 0;
}

std::string to_text(const Report& report, bool all) {
  std::string text;
  for (const auto& finding : report.findings) {
    if (all || finding.verdict != Verdict::same) text += line_of(finding);
  }
  const auto sum = report.summary();
  const auto count = [](std::size_t number, const char* what) { return std::to_string(number) + " " + what; };
  text += count(sum.messages, "messages replayed against ") + report.target + ": " + count(sum.same, "same, ") +
          count(sum.must_differ, "must differ, ") + count(sum.follows, "follow from those, ") +
          count(sum.left_out, "left out, ") + count(sum.different, "DIFFERENT") + "\n";
  return text;
}

std::string to_json(const Report& report) {
  using nlohmann::json;
  const auto sum = report.summary();
  json findings = json::array();
  for (const auto& finding : report.findings) {
    std::string verdict = finding.verdict == Verdict::different ? "different" : to_string(finding.verdict);
    findings.push_back({{"packet", finding.packet},
                        {"message", finding.message},
                        {"element", finding.element},
                        {"verdict", std::move(verdict)},
                        {"captured", finding.captured},
                        {"live", finding.live},
                        {"reason", finding.reason}});
  }
  const json whole = {{"target", report.target},
                      {"passed", report.passed()},
                      {"summary",
                       {{"messages", sum.messages},
                        {"same", sum.same},
                        {"must_differ", sum.must_differ},
                        {"follows", sum.follows},
                        {"different", sum.different},
                        {"left_out", sum.left_out}}},
                      {"findings", findings}};
  return whole.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace foothold::lab::replay

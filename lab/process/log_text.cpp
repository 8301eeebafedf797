// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/process/log_text.h"

#include <deque>
#include <fstream>

namespace foothold::lab {

bool contains(const std::filesystem::path& log, const std::string& text) {
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) {
    if (line.find(text) != std::string::npos) return true;
  }
  return false;
}

std::string last_lines(const std::filesystem::path& log, std::size_t lines) {
  std::ifstream file(log);
  std::deque<std::string> kept;
  for (std::string line; std::getline(file, line);) {
    kept.push_back(line);
    if (kept.size() > lines) kept.pop_front();
  }
  std::string text;
  for (const auto& line : kept) text += line + '\n';
  return text;
}

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/system_folder.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <system_error>

#include "lab/host/machine_check.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxText = 1U << 20U;
constexpr std::array kProgramFolders = {"/usr/local/bin", "/usr/local/sbin", "/usr/bin", "/usr/sbin", "/bin", "/sbin"};

std::string without_trailing_space(std::string line) {
  line.erase(line.find_last_not_of(" \t\r\n") + 1);
  return line;
}

}  // namespace

fs::path SystemFolder::below_root(std::string_view path) const {
  return root_ / fs::path(path).relative_path();
}

std::optional<std::string> SystemFolder::line(std::string_view path) const {
  const auto whole = text(path);
  if (!whole) return std::nullopt;
  return without_trailing_space(whole->substr(0, whole->find('\n')));
}

std::optional<std::string> SystemFolder::text(std::string_view path) const {
  std::error_code error;
  if (fs::is_directory(below_root(path), error)) return std::nullopt;
  std::ifstream file(below_root(path), std::ios::binary);
  if (!file) return std::nullopt;
  std::string content;
  for (char octet = 0; content.size() < kMaxText && file.get(octet);) content.push_back(octet);
  return content;
}

std::vector<std::string> SystemFolder::names(std::string_view folder) const {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(below_root(folder), error), end; !error && entry != end; entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool SystemFolder::exists(std::string_view path) const {
  std::error_code error;
  return fs::exists(below_root(path), error);
}

bool SystemFolder::can_use(std::string_view path) const {
  return ::access(below_root(path).c_str(), R_OK | W_OK) == 0;
}

std::optional<std::string> SystemFolder::program(const std::string& name) const {
  if (root_ == "/") {
    const auto found = find_program(name);
    return found ? std::optional(found->string()) : std::nullopt;
  }
  for (const auto* folder : kProgramFolders) {
    const auto path = std::string(folder) + "/" + name;
    if (::access(below_root(path).c_str(), X_OK) == 0) return path;
  }
  return std::nullopt;
}

}  // namespace foothold::lab

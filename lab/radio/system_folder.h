// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace foothold::lab {

// A machine as its files tell it: /sys, /proc, /dev and its programs, below a root folder, which is another one in
// tests.
class SystemFolder {
 public:
  explicit SystemFolder(std::filesystem::path root = "/") : root_(std::move(root)) {}

  // The first line of a file, without white space at its end; nothing if there is no such file.
  std::optional<std::string> line(std::string_view path) const;
  // A whole file; at most 1 MiB of it.
  std::optional<std::string> text(std::string_view path) const;
  // The names in a folder, sorted; none if it does not exist.
  std::vector<std::string> names(std::string_view folder) const;
  bool exists(std::string_view path) const;
  // Whether this user may read and write it.
  bool can_use(std::string_view path) const;
  // Where a program is among /usr/local/bin, /usr/bin, /bin and the sbin folders; for root "/", PATH as well.
  std::optional<std::string> program(const std::string& name) const;

 private:
  std::filesystem::path below_root(std::string_view path) const;

  std::filesystem::path root_;
};

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace foothold::lab {

// One thing that a run needs of this machine.
struct MachineCheck {
  std::string name;
  bool present = false;
  bool required = true;  // without it no run; otherwise only something is less convenient
  std::string found;     // version, path; or what was wrong
  std::string advice;    // what to do if it is not present
};

// The full path of a program on PATH (or in the sbin folders, which a user's PATH often lacks).
std::optional<std::filesystem::path> find_program(const std::string& name);

// Checks everything; leaves nothing behind. `programs` is the folder with our own programs.
std::vector<MachineCheck> check_machine(const std::filesystem::path& programs);

}  // namespace foothold::lab

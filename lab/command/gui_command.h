// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace foothold::lab {

// Becomes the dashboard, which is a program of its own beside this one. Returns only where it was not built, or cannot
// be started.
int run_gui(const std::filesystem::path& programs, const std::vector<std::string>& arguments);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace foothold::lab {

// Whether `text` stands anywhere in the file; a file that is not there yet holds nothing.
bool contains(const std::filesystem::path& log, const std::string& text);

// The last lines of a log, for a report of an early end; at most `lines`.
std::string last_lines(const std::filesystem::path& log, std::size_t lines);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace foothold::e2e {

// Starts a program with its output in a file, and nothing to read.
pid_t start(const std::vector<std::string>& command_line, const std::filesystem::path& output);
// Waits for its end: the exit code, or 128 + signal.
int finished(pid_t child);

// Whether somebody listens on a unix socket within a minute.
bool wait_until_listening(const std::string& path);
// Whether a file holds `text` within a minute.
bool wait_until_says(const std::filesystem::path& file, const std::string& text);

}  // namespace foothold::e2e

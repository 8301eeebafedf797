// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "lab/host/machine_check.h"

namespace foothold::lab {

// A line for each, and one with the advice where something is not there.
void print_checks(const std::vector<MachineCheck>& checks);

// `foothold doctor`: a line for everything that a run needs; returns the exit code.
int report_machine(const std::filesystem::path& programs);

// For `foothold demo`: says on stderr what a run needs and does not find, with what to do; true if nothing is missing.
bool report_what_is_missing(const std::filesystem::path& programs);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>

#include "lab/run/run_folders.h"
#include "lab/up/lab_configuration.h"

namespace foothold::lab {

// A lab: core, radio network and operators, up until Ctrl-C or `stop`; machines come and go as the user says. As
// process 1 of its namespaces (run_isolated). Says on stdout when it is ready and where it can be reached, then the
// steps as they are observed. Returns the exit code: ended by the user is kDone.
int execute_lab(const RunFolders& folders, const LabConfiguration& configuration,
                const std::filesystem::path& programs);

}  // namespace foothold::lab

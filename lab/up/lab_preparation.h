// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "lab/process/process_table.h"
#include "lab/run/run_setup.h"
#include "lab/up/lab_configuration.h"

namespace foothold::lab {

// The machines come first, then the cards; all are PCIDs of one row of numbers.
RunSetup setup_of(const RunFolders& folders, const LabConfiguration& configuration,
                  const std::filesystem::path& programs);

// Keys, certificates, devices and cards, configurations, and what the operators know of them. What a kept state folder
// has from an earlier start stays as it is.
Result<void> prepare_lab(const RunSetup& setup, const LabConfiguration& configuration, std::chrono::sys_seconds now,
                         ProcessTable& processes);

// What the user starts the TRE of a card with.
std::filesystem::path card_configuration(const RunSetup& setup, unsigned card);

}  // namespace foothold::lab

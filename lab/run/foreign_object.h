// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>

#include "base/result.h"
#include "lab/run/run_setup.h"

namespace foothold::lab {

// Writes an M2MSIMMobj that the run's SHO might really have made, but for the TRE of another device: right signature,
// right certificate, another platform key. DER.
Result<void> write_object_for_another_tre(const RunSetup& setup, const std::filesystem::path& path,
                                          std::chrono::sys_seconds now);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "lab/run/run_setup.h"

namespace foothold::lab {

// The TOML text of each operator's service (docs/interfaces.md sections 1 and 6).
std::string vno_configuration(const RunSetup& setup);
std::string icf_configuration(const RunSetup& setup);
std::string ccif_configuration(const RunSetup& setup);
std::string drf_configuration(const RunSetup& setup);
std::string dpf_configuration(const RunSetup& setup);
std::string sho_configuration(const RunSetup& setup);
std::string pva_configuration(const RunSetup& setup);

// Where the DPF finds the object of the scenario object-for-another-tre.
std::filesystem::path foreign_object_path(const RunSetup& setup);

}  // namespace foothold::lab

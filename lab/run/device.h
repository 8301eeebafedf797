// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/process/process_table.h"
#include "lab/run/run_setup.h"

namespace foothold::lab {

// A measured part of the machine: what its start-up code hashes into the TRE before anything else.
struct Component {
  std::string name;
  std::filesystem::path path;
};

// The firmware image (made up, in the device's folder) and the device agent, which is foothold-m2me itself.
std::vector<Component> components_of(const RunSetup& setup, unsigned machine);

struct PersonalisationHalves {
  std::filesystem::path ro;   // for foothold-ccif --import
  std::filesystem::path pva;  // for foothold-pva --import
};

// Builds the device and has foothold-personalise equip its TRE, "out of band in a secure facility" (TR 33.812
// 5.1.2.2); then does to device and halves what the scenario's deviations say.
Result<PersonalisationHalves> make_device(const RunSetup& setup, unsigned machine, ProcessTable& processes);

// foothold-m2me's configuration.
std::string m2me_configuration(const RunSetup& setup, unsigned machine);
// foothold-tre's.
std::string tre_configuration(const RunSetup& setup, unsigned machine);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"
#include "lab/process/command.h"
#include "lab/process/process_table.h"
#include "lab/run/device.h"
#include "lab/run/run_setup.h"

namespace foothold::lab {

// Everything that runs besides the machine itself, in stages: a stage is started when the one before is ready.
std::vector<std::vector<Service>> service_stages(const RunSetup& setup);

// The SGSN with a log of this name.
Service sgsn_service(const RunSetup& setup, const std::string& log);

// Writes the configuration of every program of the run, the machine's and the daemons' included.
Result<void> write_service_configurations(const RunSetup& setup, std::chrono::sys_seconds now);

// Gives RO and PVA their halves of the personalisation, and the DRF the RO's contract with the SHO.
Result<void> import_records(const RunSetup& setup, const std::vector<PersonalisationHalves>& halves,
                            ProcessTable& processes);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "lab/process/command.h"
#include "lab/run/run_setup.h"

namespace foothold::lab {

// The radio network of a run, one cell: BSC, BTS, PCU, and the air between BTS and mobile. All of this is empty with
// Radio::gb.

// In stages, to be started when the SGSN is ready; the last one is ready when the SGSN has unblocked the cell.
std::vector<std::vector<Service>> radio_stages(const RunSetup& setup);

// Writes the configurations of these programs.
Result<void> write_radio_configurations(const RunSetup& setup);

// Lets the run's network namespace, which the caller is in, carry the air.
Result<void> prepare_air(const RunSetup& setup);

// The process that takes seconds to end and has nothing to say meanwhile; empty if there is none.
std::string slow_to_stop(const RunSetup& setup);

}  // namespace foothold::lab

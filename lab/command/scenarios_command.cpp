// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/command/scenarios_command.h"

#include <cstdio>

#include "lab/run/run.h"
#include "lab/scenarios/scenario.h"

namespace foothold::lab {

int list_scenarios() {
  for (const auto& scenario : scenarios()) std::printf("%-24s %s\n", scenario.name.data(), scenario.summary.data());
  return exit_code::kDone;
}

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lab/host/machine_check.h"
#include "lab/radio/osmo_trx.h"
#include "lab/radio/system_folder.h"

namespace foothold::lab {

// What a machine has of what a cell on the air needs, item by item. `wanted`: the driver that it shall be; without it
// any will do, and those of the radios that are plugged in count. An item that is `required` and not `present` keeps
// the lab from going on the air; one that is neither makes it worse, in a way that its `found` and `advice` tell.
std::vector<MachineCheck> check_sdr(const SystemFolder& system, std::optional<SdrDriver> wanted);

bool is_ready(const std::vector<MachineCheck>& checks);

// {"ready": bool, "items": [{"name", "state": "ok" | "missing" | "advice", "found", "advice"}]}
std::string to_json(const std::vector<MachineCheck>& checks);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace foothold::lab {

// The `log stderr` section of an Osmocom daemon's configuration; each level as "category level".
std::string osmo_log_section(const std::vector<std::string>& levels);

}  // namespace foothold::lab

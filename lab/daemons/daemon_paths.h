// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>

namespace foothold::lab {

// Where a daemon finds and leaves things. `state` is the private, temporary folder; the others are kept after the run.
struct DaemonPaths {
  std::filesystem::path configuration;
  std::filesystem::path log;
  std::filesystem::path state;
};

}  // namespace foothold::lab

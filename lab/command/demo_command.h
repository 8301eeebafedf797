// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace foothold::lab {

struct DemoArguments {
  std::string scenario = "good";
  std::string radio = "gb";
  unsigned burst_loss = 0;  // percent
  std::optional<std::filesystem::path> run_folder;
  bool keep_state = false;
  bool verbose = false;
  std::chrono::seconds timeout{120};
  std::filesystem::path programs;  // the folder of our executables
};

// `foothold demo`; returns its exit code.
int run_demo(const DemoArguments& arguments);

}  // namespace foothold::lab

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
  unsigned devices = 1;     // 1..kMostDevices
  std::optional<std::filesystem::path> run_folder;
  std::string dm_bearer = "gprs";
  bool keep_state = false;
  bool verbose = false;
  std::optional<std::chrono::seconds> timeout;  // none: two minutes, and more with several devices or loss
  std::filesystem::path programs;               // the folder of our executables
};

inline constexpr unsigned kMostDevices = 64;

// `foothold demo`; returns its exit code.
int run_demo(const DemoArguments& arguments);

}  // namespace foothold::lab

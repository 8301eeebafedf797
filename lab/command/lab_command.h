// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace foothold::lab {

// `foothold lab`: the network without a machine of ours, for as long as somebody wants it (docs/real-radio.md).
class LabCommand {
 public:
  // Adds the subcommand to `app`.
  explicit LabCommand(CLI::App& app);

  bool chosen() const { return app_->parsed(); }
  // The exit code. `programs`: the folder of our executables.
  int run(const std::filesystem::path& programs) const;

 private:
  int check_sdr() const;

  CLI::App* app_;
  CLI::App* check_sdr_;
  std::string driver_;
  bool json_ = false;
};

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace foothold::lab {

// `foothold lab`: a network that stays, for as long as somebody wants it (docs/real-radio.md).
class LabCommand {
 public:
  // Adds the subcommand to `app`.
  explicit LabCommand(CLI::App& app);

  bool chosen() const { return app_->parsed(); }
  // The exit code. `programs`: the folder of our executables.
  int run(const std::filesystem::path& programs) const;

 private:
  int up(const std::filesystem::path& programs) const;
  int ask() const;
  int execute() const;
  int check_sdr() const;

  CLI::App* app_;
  CLI::App* up_;
  CLI::App* ctl_;
  CLI::App* exec_;
  CLI::App* check_sdr_;
  std::string configuration_;
  std::string run_folder_;
  std::string lab_;  // the run folder of a lab that is up
  std::vector<std::string> words_;
  std::string driver_;
  bool json_ = false;
};

}  // namespace foothold::lab

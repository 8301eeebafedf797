// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>

namespace foothold::lab {

// `foothold replay`: one side of a capture against a live other side (docs/replay.md).
class ReplayCommand {
 public:
  // Adds the subcommand to `app`.
  explicit ReplayCommand(CLI::App& app);

  bool chosen() const { return app_->parsed(); }
  // The exit code: 0 nothing differs but what must, 1 something does, 2 wrong usage, 3 something is missing here.
  int run(const std::filesystem::path& programs) const;

 private:
  int against_tre(const std::filesystem::path& programs) const;
  int against_sgsn(const std::filesystem::path& programs) const;
  int against_m2me(const std::filesystem::path& programs) const;

  CLI::App* app_;
  std::string file_;
  std::string target_;
  std::string socket_;  // of a TRE
  std::string half_;    // the issuer's half of its card
  std::string sgsn_;
  std::string local_;
  std::string imsi_;
  std::optional<std::filesystem::path> run_folder_;
  int patience_ = 10;  // seconds
  bool json_ = false;
  bool all_ = false;
};

}  // namespace foothold::lab

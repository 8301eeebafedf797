// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

namespace foothold::lab {

// `foothold card`: a card as a person works with it (docs/card-tool.md). All but `create` talk to a running
// foothold-tre by APDU.
class CardCommand {
 public:
  // Adds the subcommand to `app`.
  explicit CardCommand(CLI::App& app);

  bool chosen() const { return app_->parsed(); }
  // The exit code. `programs`: the folder with foothold-personalise.
  int run(const std::filesystem::path& programs) const;

 private:
  CLI::App* app_;
  CLI::App* create_;
  CLI::App* show_;
  CLI::App* export_;
  CLI::App* import_;
  CLI::App* read_;
  CLI::App* write_;
  CLI::App* run_;
  CLI::App* shell_;
  CLI::App* phone_;
  CLI::App* forward_;
  std::string socket_ = "tre.sock";
  std::string pin1_;
  std::string adm1_;
  std::string file_;
  std::string folder_;
  std::string csv_;
  std::string name_;
  std::string content_;
  std::size_t record_ = 1;
  std::string listen_ = "127.0.0.1:0";
  std::string to_;
  std::string apn_;
  pid_t network_of_ = 0;  // none
};

}  // namespace foothold::lab

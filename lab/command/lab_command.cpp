// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/command/lab_command.h"

#include <cstdio>
#include <optional>

#include "lab/command/doctor_command.h"
#include "lab/radio/sdr_check.h"
#include "lab/run/run.h"

namespace foothold::lab {

LabCommand::LabCommand(CLI::App& app) {
  app_ = app.add_subcommand("lab", "A network that stays: for handsets, other people's mobiles, and by hand");
  app_->require_subcommand(1);
  check_sdr_ = app_->add_subcommand("check-sdr", "What this machine lacks for a cell on the air, item by item");
  check_sdr_->add_option("--radio", driver_, "Only for this one: lime, uhd, ipc")
      ->check(CLI::IsMember({"lime", "uhd", "ipc"}));
  check_sdr_->add_flag("--json", json_, "As JSON");
}

int LabCommand::run(const std::filesystem::path&) const {
  return check_sdr();
}

int LabCommand::check_sdr() const {
  const auto checks = lab::check_sdr(SystemFolder(), sdr_driver_from_string(driver_));
  if (json_) {
    std::fputs(to_json(checks).c_str(), stdout);
  } else {
    print_checks(checks);
    std::puts(is_ready(checks) ? "ready: foothold lab up --config FILE puts the cell on the air"
                               : "not ready for the air yet");
  }
  return is_ready(checks) ? exit_code::kDone : exit_code::kMachineLacks;
}

}  // namespace foothold::lab

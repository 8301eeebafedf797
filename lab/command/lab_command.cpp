// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/command/lab_command.h"

#include <cstdio>
#include <optional>

#include "lab/command/doctor_command.h"
#include "lab/control/control_client.h"
#include "lab/host/isolation.h"
#include "lab/radio/sdr_check.h"
#include "lab/run/run.h"
#include "lab/up/lab.h"
#include "lab/up/lab_namespaces.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;

// Detaching a machine may take that long: it tells the network.
constexpr std::chrono::seconds kPatienceOfAnswer{15};

int complain(int code, const Error& error) {
  std::fprintf(stderr, "foothold: %s\n", to_string(error).c_str());
  return code;
}

Result<LabConfiguration> load(const std::string& file) {
  auto text = file.empty() ? config::ConfigFile::parse("", "defaults") : config::ConfigFile::load(file);
  if (!text) return tl::unexpected(text.error());
  return read_lab_configuration(std::move(*text));
}

// The lab's own state folder, where it has one, instead of the temporary one.
Result<RunFolders> folders_of(const LabConfiguration& configuration, const std::string& run_folder) {
  auto folders = make_run_folders(run_folder.empty() ? std::nullopt : std::optional<fs::path>(run_folder));
  if (!folders || !configuration.state) return folders;
  std::error_code error;
  fs::remove(folders->state, error);
  folders->state = fs::absolute(*configuration.state).lexically_normal();
  fs::create_directories(folders->state, error);
  if (!error) fs::permissions(folders->state, fs::perms::owner_all, error);
  if (error) return fail("cannot be made: " + error.message(), folders->state.string());
  return folders;
}

}  // namespace

LabCommand::LabCommand(CLI::App& app) {
  app_ = app.add_subcommand("lab", "A network that stays: for handsets, other people's mobiles, and by hand");
  app_->require_subcommand(1);

  up_ = app_->add_subcommand("up", "Start core, radio network and operators, and keep them up until Ctrl-C");
  up_->add_option("--config", configuration_, "The lab's file (docs/real-radio.md); without it all defaults")
      ->check(CLI::ExistingFile);
  up_->add_option("--run-dir", run_folder_,
                  "Where configuration, logs, trace and sockets go: a new or empty folder\n"
                  "[default: runs/<time>-<pid> below the current one]");

  ctl_ = app_->add_subcommand("ctl", "Ask a lab that is up: ctl RUN COMMAND [ARGUMENTS]");
  ctl_->add_option("run", lab_, "The lab's run folder")->required();
  ctl_->add_option("command", words_, "One of the following")->required();
  ctl_->footer("Commands:\n" + control::commands_in_words());

  exec_ = app_->add_subcommand("exec", "Run a program inside a lab that is up: exec RUN -- PROGRAM [ARGUMENTS]");
  exec_->add_option("run", lab_, "The lab's run folder")->required();
  exec_->add_option("program", words_, "What to run, behind --")->required();

  check_sdr_ = app_->add_subcommand("check-sdr", "What this machine lacks for a cell on the air, item by item");
  check_sdr_->add_option("--radio", driver_, "Only for this one: lime, uhd, ipc")
      ->check(CLI::IsMember({"lime", "uhd", "ipc"}));
  check_sdr_->add_flag("--json", json_, "As JSON");
}

int LabCommand::run(const fs::path& programs) const {
  if (*up_) return up(programs);
  if (*ctl_) return ask();
  if (*exec_) return execute();
  return check_sdr();
}

int LabCommand::up(const fs::path& programs) const {
  const auto configuration = load(configuration_);
  if (!configuration) return complain(exit_code::kWrongUsage, configuration.error());
  if (!report_what_is_missing(programs)) return exit_code::kMachineLacks;
  const auto folders = folders_of(*configuration, run_folder_);
  if (!folders) return complain(exit_code::kWrongUsage, folders.error());
  std::printf("run folder %s\n", folders->run.c_str());
  const auto code = run_isolated([&] { return execute_lab(*folders, *configuration, programs); });
  if (!configuration->state) {
    std::error_code ignored;
    fs::remove_all(folders->state, ignored);
  }
  return code ? *code : complain(exit_code::kMachineLacks, code.error());
}

int LabCommand::ask() const {
  const auto request = control::request_from_words(words_);
  if (!request) return complain(exit_code::kWrongUsage, request.error());
  auto lab = control::ControlClient::connect(lab_);
  if (!lab) return complain(exit_code::kProcedureFailed, lab.error());
  const auto answer = lab->ask(*request, kPatienceOfAnswer);
  if (!answer) return complain(exit_code::kProcedureFailed, answer.error());
  std::puts(answer->c_str());
  return control::is_positive(*answer) ? exit_code::kDone : exit_code::kProcedureFailed;
}

int LabCommand::execute() const {
  auto lab = control::ControlClient::connect(lab_);
  if (!lab) return complain(exit_code::kProcedureFailed, lab.error());
  const auto process = lab->process();
  if (!process) return complain(exit_code::kProcedureFailed, process.error());
  const auto code = run_in_namespaces_of(*process, words_);
  return code ? *code : complain(exit_code::kMachineLacks, code.error());
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

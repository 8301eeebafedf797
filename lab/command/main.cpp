// SPDX-License-Identifier: AGPL-3.0-or-later
// The `foothold` command.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>

#include "lab/command/card_command.h"
#include "lab/command/demo_command.h"
#include "lab/command/doctor_command.h"
#include "lab/command/gui_command.h"
#include "lab/command/lab_command.h"
#include "lab/command/replay_command.h"
#include "lab/command/scenarios_command.h"
#include "lab/run/run.h"

namespace {

namespace fs = std::filesystem;
using namespace foothold::lab;

// Our other programs are built into the same folder.
fs::path folder_of_this_program() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Foothold: a device that has only a PCID attaches over GPRS through real Osmocom daemons, is validated, gets an\n"
      "operator's MCIM into its TRE, and attaches again as an ordinary subscriber (3GPP TR 33.812, alternative 1a).",
      "foothold"};
  app.set_version_flag("--version", "foothold " FOOTHOLD_VERSION);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 done, 1 the procedure failed, 2 wrong usage, 3 this machine lacks something, 130 interrupted.");

  DemoArguments demo;
  std::optional<int> timeout;
  auto* demo_app = app.add_subcommand("demo", "Run all 22 steps, or one of the scenarios in which something is wrong");
  demo_app->add_option("--scenario", demo.scenario, "One of those that `foothold scenarios` lists")
      ->capture_default_str();
  demo_app
      ->add_option("--radio", demo.radio,
                   "What is between the mobile and the SGSN: gb (nothing), virtual (a base station, whole radio\n"
                   "blocks), trx (a base station, bursts)")
      ->capture_default_str();
  demo_app
      ->add_option("--burst-loss", demo.burst_loss,
                   "Percent of the bursts that get lost in each direction, with --radio trx")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  demo_app
      ->add_option("--devices", demo.devices, "How many devices, each on its own way from PCID to operator, at once")
      ->check(CLI::Range(1U, kMostDevices))
      ->capture_default_str();
  demo_app
      ->add_option(
          "--dm-bearer", demo.dm_bearer,
          "How a device reaches the DPF: gprs, or phone (the data connection of a phone that its TRE sits in,\n"
          "Bearer Independent Protocol)")
      ->check(CLI::IsMember({"gprs", "phone"}))
      ->capture_default_str();
  demo_app->add_option("--run-dir", demo.run_folder,
                       "Where configuration, logs and trace.pcapng go: a new or empty folder\n"
                       "[default: runs/<time>-<pid> below the current one]");
  demo_app->add_flag("--keep-state", demo.keep_state,
                     "Keep stores and keys, which otherwise live in memory only, in a folder and say where");
  demo_app->add_flag("--verbose", demo.verbose, "Print every event of the trace, not the steps alone");
  demo_app
      ->add_option("--timeout", timeout,
                   "Give up after so many seconds [default: 120, and more with several devices or loss]")
      ->check(CLI::Range(1, 86'400));

  auto* scenarios_app = app.add_subcommand("scenarios", "List the scenarios and what each shows");
  const CardCommand card(app);
  const ReplayCommand replay(app);
  const LabCommand lab_command(app);
  auto* doctor_app = app.add_subcommand("doctor", "Check what this machine has of what a run needs");
  auto* gui_app = app.add_subcommand("gui", "Open the dashboard: gui [FILE | --live SOCKET]")->prefix_command();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_code::kDone : exit_code::kWrongUsage;
  }

  if (timeout) demo.timeout = std::chrono::seconds(*timeout);
  demo.programs = folder_of_this_program();
  if (card.chosen()) return card.run(demo.programs);
  if (replay.chosen()) return replay.run(demo.programs);
  if (lab_command.chosen()) return lab_command.run(demo.programs);
  if (*scenarios_app) return list_scenarios();
  if (*gui_app) return run_gui(demo.programs, gui_app->remaining());
  if (*doctor_app) return report_machine(demo.programs);
  return run_demo(demo);
}

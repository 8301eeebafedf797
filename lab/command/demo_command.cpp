// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/command/demo_command.h"

#include <cstdio>
#include <system_error>

#include "lab/command/doctor_command.h"
#include "lab/host/isolation.h"
#include "lab/run/run.h"
#include "lab/run/run_folders.h"
#include "lab/scenarios/scenario.h"

namespace foothold::lab {
namespace {

// Devices share the cell: over the air each waits for the others. What is lost is sent again.
std::chrono::seconds patience_with(const DemoArguments& arguments, Radio radio) {
  constexpr std::chrono::seconds kWithOne{120}, kWithEachMore{2}, kWithEachMoreOnAir{20}, kWithEachPercentLost{16};
  return kWithOne + (arguments.devices - 1) * (radio == Radio::gb ? kWithEachMore : kWithEachMoreOnAir) +
         arguments.burst_loss * kWithEachPercentLost;
}

void remove_state(const std::filesystem::path& state) {
  std::error_code error;
  std::filesystem::remove_all(state, error);
  if (error) std::fprintf(stderr, "foothold: %s could not be removed: %s\n", state.c_str(), error.message().c_str());
}

}  // namespace

int run_demo(const DemoArguments& arguments) {
  const Scenario* scenario = find_scenario(arguments.scenario);
  if (scenario == nullptr) {
    std::fprintf(stderr, "foothold: there is no scenario \"%s\"; `foothold scenarios` lists them\n",
                 arguments.scenario.c_str());
    return exit_code::kWrongUsage;
  }
  const auto radio = radio_from_string(arguments.radio);
  if (!radio) {
    std::fprintf(stderr, "foothold: there is no radio \"%s\"; there are gb, virtual and trx\n",
                 arguments.radio.c_str());
    return exit_code::kWrongUsage;
  }
  if (arguments.burst_loss != 0 && *radio != Radio::trx) {
    std::fprintf(stderr, "foothold: only with --radio trx are there bursts to lose\n");
    return exit_code::kWrongUsage;
  }
  if (!report_what_is_missing(arguments.programs)) return exit_code::kMachineLacks;

  const auto folders = make_run_folders(arguments.run_folder);
  if (!folders) {
    std::fprintf(stderr, "foothold: %s\n", to_string(folders.error()).c_str());
    return exit_code::kWrongUsage;
  }
  std::printf("scenario %s: %s\n", scenario->name.data(), scenario->summary.data());
  std::printf("run folder %s\n", folders->run.c_str());
  if (arguments.keep_state) std::printf("state folder %s (holds keys; remove it yourself)\n", folders->state.c_str());

  RunOptions options;
  options.scenario = scenario;
  options.radio = *radio;
  options.burst_loss = arguments.burst_loss;
  options.dm_over_phone = arguments.dm_bearer == "phone";
  options.verbose = arguments.verbose;
  options.keep_state = arguments.keep_state;
  options.machines = arguments.devices;
  options.timeout = arguments.timeout.value_or(patience_with(arguments, *radio));
  options.programs = arguments.programs;
  const auto code = run_isolated([&] { return execute_run(*folders, options); });
  if (!arguments.keep_state) remove_state(folders->state);
  if (!code) {
    std::fprintf(stderr, "foothold: %s\n", to_string(code.error()).c_str());
    return exit_code::kMachineLacks;
  }
  return *code;
}

}  // namespace foothold::lab

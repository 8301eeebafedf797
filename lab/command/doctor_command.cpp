// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/command/doctor_command.h"

#include <algorithm>
#include <cstdio>

#include "lab/run/run.h"

namespace foothold::lab {
namespace {

bool is_missing(const MachineCheck& check) {
  return check.required && !check.present;
}

}  // namespace

void print_checks(const std::vector<MachineCheck>& checks) {
  for (const auto& check : checks) {
    const char* mark = check.present ? "ok" : (check.required ? "MISSING" : "absent");
    std::printf("%-8s %-22s %s\n", mark, check.name.c_str(), check.found.c_str());
    if (!check.present) std::printf("%-8s %-22s   -> %s\n", "", "", check.advice.c_str());
  }
}

int report_machine(const std::filesystem::path& programs) {
  const auto checks = check_machine(programs);
  print_checks(checks);
  const auto missing = std::count_if(checks.begin(), checks.end(), is_missing);
  if (missing == 0) {
    std::printf("this machine has everything that a run needs\n");
    return exit_code::kDone;
  }
  std::printf("%d thing%s missing\n", static_cast<int>(missing), missing == 1 ? " is" : "s are");
  return exit_code::kMachineLacks;
}

bool report_what_is_missing(const std::filesystem::path& programs) {
  bool complete = true;
  for (const auto& check : check_machine(programs)) {
    if (!is_missing(check)) continue;
    complete = false;
    std::fprintf(stderr, "foothold: %s: %s; %s\n", check.name.c_str(), check.found.c_str(), check.advice.c_str());
  }
  return complete;
}

}  // namespace foothold::lab

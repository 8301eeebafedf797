// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/fleet.h"

#include <algorithm>

#include "lab/run/plan.h"

namespace foothold::lab {
namespace {

constexpr unsigned kFirstStepWithReport = 13;

}  // namespace

std::vector<std::string> Fleet::pcids(unsigned machines) {
  std::vector<std::string> pcids;
  for (unsigned machine = 1; machine <= machines; ++machine) pcids.push_back(plan::pcid(machine));
  return pcids;
}

Fleet::Fleet(unsigned machines, const steps::StepTracker& tracker) {
  for (const auto& pcid : pcids(machines)) machines_.push_back({tracker.find(pcid), {}, {}});
}

std::optional<unsigned> Fleet::machine_of(std::string_view pcid) const {
  for (unsigned machine = 1; machine <= size(); ++machine) {
    if (run_of(machine).device == pcid) return machine;
  }
  return std::nullopt;
}

unsigned Fleet::complete() const {
  return static_cast<unsigned>(std::ranges::count_if(machines_, [](const auto& it) { return it.run->complete(); }));
}

bool Fleet::any_ended() const {
  return std::ranges::any_of(machines_, [](const auto& it) { return it.end.has_value(); });
}

bool Fleet::over(Clock::time_point now, std::chrono::seconds patience) {
  return std::ranges::all_of(machines_, [&](Machine& machine) {
    if (machine.run->complete() || machine.end) return true;
    if (!machine.run->stopped_at()) {
      machine.failing_since.reset();
    } else if (!machine.failing_since) {
      machine.failing_since = now;
    }
    return machine.failing_since && now >= *machine.failing_since + patience;
  });
}

bool Fleet::last_words_heard() const {
  return std::ranges::all_of(
      machines_, [](const auto& it) { return !it.end || it.run->complete() || it.run->stopped_at().has_value(); });
}

bool Fleet::reports_seen() const {
  return std::ranges::all_of(machines_, [](const auto& it) {
    const auto row = it.run->stopped_at();
    return !row || steps::step_table()[*row].number < kFirstStepWithReport ||
           it.run->steps[*steps::row_of("21")].state == steps::StepState::done;
  });
}

}  // namespace foothold::lab

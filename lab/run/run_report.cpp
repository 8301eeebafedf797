// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace foothold::lab {
namespace {

// What a device has when it has done them: IP connectivity, a registration at its SHO, an MCIM, and its operator.
constexpr std::array<std::string_view, 4> kMilestones = {"6", "12", "19", "22"};

std::string label_of(unsigned machine) {
  const auto number = std::to_string(machine);
  return "device " + std::string(number.size() < 2 ? 1 : 0, ' ') + number + "  ";
}

std::string seconds(trace::Time::duration time) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f s", std::chrono::duration<double>(time).count());
  return text.data();
}

// Step 12 has a second row, 12a.
std::ptrdiff_t steps_done(const steps::DeviceRun& run) {
  return std::ranges::count_if(run.order, [](std::size_t row) { return steps::step_table()[row].label != "12a"; });
}

}  // namespace

std::string RunReport::progress(const trace::Event& step) const {
  const auto machine = fleet_.machine_of(step.device);
  const auto row = steps::row_of(step.field("label"));
  if (!machine || !row) return {};
  const auto line = steps::step_line(fleet_.run_of(*machine), *row, style_);
  if (fleet_.size() == 1) return line;
  if (step.name == "step.done" && std::ranges::find(kMilestones, step.field("label")) == kMilestones.end()) return {};
  return label_of(*machine) + line;
}

std::string RunReport::results() const {
  if (fleet_.size() == 1) return {};
  std::string text = "\n";
  for (unsigned machine = 1; machine <= fleet_.size(); ++machine) text += label_of(machine) + result_of(machine) + "\n";
  return text;
}

std::string RunReport::result_of(unsigned machine) const {
  const auto& run = fleet_.run_of(machine);
  std::string text = run.device + "  " + std::to_string(steps_done(run)) + " of 22 steps";
  if (run.started && !run.order.empty()) text += " in " + seconds(*run.steps[run.order.back()].at - *run.started);
  unsigned again = 0;
  for (const auto& step : run.steps) again += step.retries;
  if (again > 0) text += ", messages repeated: " + std::to_string(again);
  if (run.complete()) return text;
  if (const auto row = run.stopped_at()) {
    return text + "; stopped at step " + std::string(steps::step_table()[*row].label) + ": " + run.steps[*row].reason;
  }
  if (const auto& end = fleet_.end_of(machine)) return text + "; its program " + end->in_words();
  return text + "; not complete";
}

std::string RunReport::success() const {
  const std::string steps = "22 of 22 steps observed";
  if (fleet_.size() == 1) return steps;
  return std::to_string(fleet_.complete()) + " of " + std::to_string(fleet_.size()) + " devices: " + steps;
}

}  // namespace foothold::lab

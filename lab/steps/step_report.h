// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "lab/steps/step_tracker.h"

namespace foothold::lab::steps {

struct ReportStyle {
  bool colour = false;
};
// Colour if `fd` is a terminal and NO_COLOR (no-color.org) is not set.
ReportStyle style_for(int fd);

// Lines without a line feed at their end, ready for a terminal (nothing in them steers it but our own colours).
// One step: mark, number, actors, title, what was exchanged, time since the run's start and since the step done before.
std::string step_line(const DeviceRun& run, std::size_t row, ReportStyle style);
// How a run ended: "complete", or where it stopped and why, or what it waits for.
std::string verdict_line(const DeviceRun& run, ReportStyle style);

// All rows and the verdict, each line with a line feed.
std::string render(const DeviceRun& run, ReportStyle style);

// summary.json: for each device its result (complete, stopped, unfinished), where and why it stopped, and every step.
std::string summary_json(const StepTracker& tracker);

}  // namespace foothold::lab::steps

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "lab/run/fleet.h"
#include "lab/steps/step_report.h"
#include "trace/event.h"

namespace foothold::lab {

// What a run prints, without line feeds. Of one machine every step; of several the milestones, each with the machine's
// number before it, and at the end a line for each.
class RunReport {
 public:
  // `fleet` outlives the report.
  RunReport(const Fleet& fleet, steps::ReportStyle style) : fleet_(fleet), style_(style) {}

  // Of an event of kind step; empty if it is nothing to print.
  std::string progress(const trace::Event& step) const;
  // How each of several machines ended; with one line feed behind each line. Empty for one machine.
  std::string results() const;
  // "22 of 22 steps observed", or for several "8 of 8 devices: 22 of 22 steps observed". For a run that was complete.
  std::string success() const;

 private:
  std::string result_of(unsigned machine) const;

  const Fleet& fleet_;
  steps::ReportStyle style_;
};

}  // namespace foothold::lab

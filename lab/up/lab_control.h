// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <string>

#include "lab/control/control_server.h"
#include "lab/run/run_loop.h"
#include "lab/run/run_setup.h"

namespace foothold::lab {

// Carries out what is asked of a running lab (docs/interfaces.md section 9).
class LabControl {
 public:
  // `machines`: those that may be switched on and off. `setup` and `loop` outlive it. `on_stop` is told of a stop.
  LabControl(const RunSetup& setup, unsigned machines, RunLoop& loop, std::function<void()> on_stop)
      : setup_(setup), machines_(machines), loop_(loop), on_stop_(std::move(on_stop)) {}

  control::Answer perform(const control::Request& request);
  // So that it hears of its end.
  void thaw_all();

 private:
  control::Answer status() const;
  control::Answer attach(unsigned device);
  control::Answer detach(unsigned device);
  Result<void> power_cycle_tre(unsigned device);
  control::Answer change_air(const std::vector<std::string>& words) const;
  control::Answer cut(const std::string& link);
  control::Answer restore(const std::string& link);

  const RunSetup& setup_;
  unsigned machines_;
  RunLoop& loop_;
  std::function<void()> on_stop_;
  std::set<std::string> cut_;
};

}  // namespace foothold::lab

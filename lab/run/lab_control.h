// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <set>
#include <string>

#include "lab/control/control_server.h"
#include "lab/run/run_loop.h"
#include "lab/run/run_setup.h"

namespace foothold::lab {

// Listens on the control socket of a run or lab, and carries out what is asked (docs/interfaces.md section 9).
class LabControl {
 public:
  enum class Switches { by_hand, by_run };  // who switches machines on and off

  // `machines`: how many stand in the status. `setup` and `loop` outlive it; a stop interrupts the loop.
  LabControl(const RunSetup& setup, unsigned machines, Switches switches, RunLoop& loop)
      : setup_(setup), machines_(machines), switches_(switches), loop_(loop) {}

  // Error: the socket cannot be made.
  Result<void> open();
  // Nobody is heard any more, and what was cut goes on, so that it hears of its end.
  void close();

 private:
  control::Answer perform(const control::Request& request);
  Result<void> may_switch() const;
  control::Answer status() const;
  control::Answer attach(unsigned device);
  control::Answer detach(unsigned device);
  Result<void> power_cycle_tre(unsigned device);
  control::Answer change_air(const std::vector<std::string>& words) const;
  control::Answer cut(const std::string& link);
  control::Answer restore(const std::string& link);

  const RunSetup& setup_;
  unsigned machines_;
  Switches switches_;
  RunLoop& loop_;
  std::set<std::string> cut_;
  std::unique_ptr<control::ControlServer> server_;
};

}  // namespace foothold::lab

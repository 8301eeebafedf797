// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/process/process_table.h"
#include "lab/steps/step_tracker.h"

namespace foothold::lab {

// How the machines of a run stand, counted from 1: what the step tracker saw of each, and whether its program ended.
class Fleet {
 public:
  using Clock = std::chrono::steady_clock;

  // Of each machine, for a tracker.
  static std::vector<std::string> pcids(unsigned machines);

  // `tracker` follows pcids(machines), and outlives the fleet.
  Fleet(unsigned machines, const steps::StepTracker& tracker);

  unsigned size() const { return static_cast<unsigned>(machines_.size()); }
  const steps::DeviceRun& run_of(unsigned machine) const { return *machines_[machine - 1].run; }
  // Nothing for a PCID that is none of ours.
  std::optional<unsigned> machine_of(std::string_view pcid) const;
  // How many have all steps done.
  unsigned complete() const;

  // The machine's program is no more.
  void ended(unsigned machine, ProcessEnd end) { machines_[machine - 1].end = std::move(end); }
  const std::optional<ProcessEnd>& end_of(unsigned machine) const { return machines_[machine - 1].end; }

  bool any_ended() const;

  // To be asked again and again: whether nothing more is to be expected of any machine. After a failure a machine may
  // try again and make it good; when it has not in `patience`, it has stopped.
  bool over(Clock::time_point now, std::chrono::seconds patience);
  // Of each machine whose program ended it is known why: what it said last may still be on its way when it is gone.
  bool last_words_heard() const;
  // The report of a failed provisioning (steps 20 and 21) crosses two more services after the machine knows.
  bool reports_seen() const;

 private:
  struct Machine {
    const steps::DeviceRun* run = nullptr;
    std::optional<Clock::time_point> failing_since;
    std::optional<ProcessEnd> end;
  };
  std::vector<Machine> machines_;
};

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "lab/replay/challenge.h"
#include "lab/run/run_loop.h"
#include "lab/run/run_network.h"
#include "lab/run/run_setup.h"

namespace foothold::lab::replay {

// What a replay plays against where the user names nothing: the parts of a run that it needs, for one device that was
// personalised as in every run. Lives in the namespaces of run_isolated, and ends all that it started.
class ReplayLab {
 public:
  ReplayLab(const RunFolders& folders, const std::filesystem::path& programs);
  ~ReplayLab();

  // The device's TRE runs when this returns.
  Result<void> start_tre();
  // The TRE, and everything else of a run but the machine: osmo-sgsn, osmo-ggsn, osmo-hlr, the operators.
  Result<void> start_core();
  // foothold-m2me, which looks for its SGSN at the run's address.
  Result<void> start_machine();

  std::string tre_socket() const { return setup_.tre_socket(kMachine); }
  const Cell& cell() const { return setup_.cell; }
  // With the device's keys, as the registration operator has them.
  Result<ChallengeMaker> challenges() const;
  // Why it cannot go on: a process ended, or the user interrupts. Looks, and does not wait.
  std::optional<std::string> trouble();

 private:
  static constexpr unsigned kMachine = 1;

  Result<void> prepare();

  RunSetup setup_;
  RunLoop loop_;
  RunNetwork network_;
  std::filesystem::path issuers_half_;
  std::string trouble_;
  unsigned upstreams_ = 0;  // that the VNO has reached
};

}  // namespace foothold::lab::replay

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/steps/step_table.h"
#include "trace/event.h"

namespace foothold::lab::steps {

enum class StepState : std::uint8_t { waiting, done, failed };
const char* to_string(StepState state);

struct StepRecord {
  StepState state = StepState::waiting;
  std::optional<trace::Time> at;  // when it was done or failed
  std::string exchanged;          // in words
  std::string reason;             // of a failure, in words
  unsigned retries = 0;           // times its messages were seen once more, or that it failed and was tried again
  std::array<bool, 3> seen{};     // which of the row's observations
};

// One device on its way through the steps.
struct DeviceRun {
  std::string device;                       // PCID
  std::optional<trace::Time> started;       // of the first event of a step or failure
  std::array<StepRecord, kStepRows> steps;  // by row of step_table()
  std::vector<std::size_t> order;           // rows in the order in which they were done
  std::vector<std::string> order_errors;    // what came before what the report demands, in words
  bool verdict_valid = false;               // the last verdict that reached the SHO
  bool on_mcim = false;                     // attached by the MCIM, not the PCID
  bool over_the_air = false;                // it has a radio

  bool complete() const;  // every row is done
  // The row at which the run stopped: the earliest failure that was not made good. Nothing while all goes well.
  std::optional<std::size_t> stopped_at() const;
};

// Derives the steps from messages seen by their receivers; nobody can claim one. Pure: events in, in order of time;
// events of kind step out: `step.done`, `step.failed` or `step.out_of_order`, with fields label, title, exchanged,
// reason, retries. Step events that come in are ignored.
class StepTracker {
 public:
  // `devices`: the PCIDs that take part; others are ignored. With none named, every device that is seen is followed
  // (at most 65536), and an MCIM's IMSI is one of its own until the M2ME names it together with its PCID.
  explicit StepTracker(std::vector<std::string> devices = {});

  std::vector<trace::Event> take(const trace::Event& event);

  const std::map<std::string, DeviceRun, std::less<>>& runs() const { return runs_; }
  const DeviceRun* find(std::string_view device) const;  // null if not followed

 private:
  DeviceRun* run_of(const trace::Event& event);
  void learn_mcim(const trace::Event& event);
  void observe(DeviceRun& run, Phase phase, const trace::Event& event, std::vector<trace::Event>& out);
  void fail(DeviceRun& run, Phase phase, const trace::Event& event, std::vector<trace::Event>& out);

  bool only_named_;
  std::map<std::string, DeviceRun, std::less<>> runs_;
  std::map<std::string, std::string, std::less<>> pcid_of_imsi_;  // of MCIMs
};

}  // namespace foothold::lab::steps

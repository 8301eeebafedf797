// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/steps/step_tracker.h"

#include <algorithm>
#include <utility>

#include "lab/steps/failure_table.h"

namespace foothold::lab::steps {
namespace {

using trace::Actor;
using trace::Event;
using trace::Kind;

constexpr std::size_t kMostDevices = 65536;
constexpr std::size_t kMostOrderErrors = 100;

// Who wrote it: a message is written by its receiver (or by a capture at the receiver's socket), all else by the actor
// that it concerns.
Actor writer_of(const Event& event) {
  return event.kind == Kind::received && event.to != Actor::none ? event.to : event.from;
}

bool fits(const Observation& wanted, const Event& event) {
  return wanted.event == event.name && wanted.kind == event.kind && wanted.writer == writer_of(event) &&
         (wanted.from == Actor::none || wanted.from == event.from) &&
         (wanted.field.empty() || event.field(wanted.field) == wanted.value);
}

// The template with the event's values in the place of {field}; "?" for a field that is not there.
std::string fill_in(std::string_view words, const Event& event) {
  std::string out;
  while (!words.empty()) {
    const std::size_t open = words.find('{');
    out.append(words.substr(0, open));
    if (open == std::string_view::npos) break;
    const std::size_t close = words.find('}', open);
    const std::string& value = event.field(words.substr(open + 1, close - open - 1));
    out.append(value.empty() ? "?" : value);
    words.remove_prefix(close + 1);
  }
  return out;
}

Phase phase_of(const Event& event, const DeviceRun& run) {
  const std::string& imsi = event.field("imsi");
  if (!imsi.empty()) return imsi == run.device ? Phase::pcid : Phase::mcim;
  if (!event.device.empty() && event.device != run.device) return Phase::mcim;
  return run.on_mcim ? Phase::mcim : Phase::pcid;
}

Event step_event(const DeviceRun& run, std::size_t row_index, const char* name, const Event& cause,
                 const std::string& reason) {
  const StepRow& row = step_table()[row_index];
  const StepRecord& record = run.steps[row_index];
  Event event;
  event.time = cause.time;
  event.device = run.device;
  event.from = row.from;
  event.to = row.to;
  event.kind = Kind::step;
  event.name = name;
  event.step = row.number;
  event.fields = {{"label", std::string(row.label)}, {"title", std::string(row.title)}};
  if (!record.exchanged.empty()) event.fields.push_back({"exchanged", record.exchanged});
  if (!reason.empty()) event.fields.push_back({"reason", reason});
  if (record.retries > 0) event.fields.push_back({"retries", std::to_string(record.retries)});
  return event;
}

bool is_done(const DeviceRun& run, std::string_view label) {
  const auto row = row_of(label);
  return row && run.steps[*row].state == StepState::done;
}

// Why this observation may not count yet; empty if it may.
std::string out_of_order(const DeviceRun& run, std::size_t row_index, std::size_t index) {
  const StepRow& row = step_table()[row_index];
  if (!row.after.empty() && !is_done(run, row.after)) {
    return "step " + std::string(row.label) + " before step " + std::string(row.after);
  }
  // What depends on the verdict depends on its being valid.
  if (row.after == "15" && !run.verdict_valid) return "step " + std::string(row.label) + " without a valid verdict";
  if (row.in_order) {
    for (std::size_t earlier = 0; earlier < index; ++earlier) {
      if (!run.steps[row_index].seen[earlier]) {
        return std::string(row.seen[index].event) + " before " + std::string(row.seen[earlier].event);
      }
    }
  }
  return {};
}

}  // namespace

const char* to_string(StepState state) {
  switch (state) {
    case StepState::waiting:
      return "waiting";
    case StepState::done:
      return "done";
    case StepState::failed:
      return "failed";
  }
  return "?";
}

bool DeviceRun::complete() const {
  return std::all_of(steps.begin(), steps.end(), [](const StepRecord& step) { return step.state == StepState::done; });
}

std::optional<std::size_t> DeviceRun::stopped_at() const {
  std::optional<std::size_t> first;
  for (std::size_t row = 0; row < kStepRows; ++row) {
    if (steps[row].state != StepState::failed) continue;
    if (!first || *steps[row].at < *steps[*first].at) first = row;
  }
  return first;
}

StepTracker::StepTracker(std::vector<std::string> devices) : only_named_(!devices.empty()) {
  for (std::string& device : devices) {
    DeviceRun& run = runs_[device];
    run.device = std::move(device);
  }
}

const DeviceRun* StepTracker::find(std::string_view device) const {
  const auto found = runs_.find(device);
  return found == runs_.end() ? nullptr : &found->second;
}

std::vector<Event> StepTracker::take(const Event& event) {
  std::vector<Event> out;
  if (event.kind == Kind::step) return out;
  learn_mcim(event);
  DeviceRun* const run = run_of(event);
  if (run == nullptr) return out;
  const Phase phase = phase_of(event, *run);
  // What a radio says first of all.
  if (event.name == "um.synchronised") run->over_the_air = true;
  if (event.name == "gmm.attach_accept" && event.kind == Kind::received) run->on_mcim = phase == Phase::mcim;
  if (event.name == "sho.verdict_received" && event.kind == Kind::received && writer_of(event) == Actor::sho) {
    run->verdict_valid = event.field("result") == "valid";
  }
  observe(*run, phase, event, out);
  fail(*run, phase, event, out);
  return out;
}

void StepTracker::learn_mcim(const Event& event) {
  const std::string& imsi = event.field("imsi");
  if (imsi.empty() || event.device.empty() || imsi == event.device) return;
  if (event.from != Actor::m2me && event.to != Actor::m2me) return;
  if (pcid_of_imsi_.size() >= kMostDevices || runs_.find(event.device) == runs_.end()) return;
  if (only_named_ && runs_.find(imsi) != runs_.end()) return;  // a PCID that was named is no MCIM
  if (pcid_of_imsi_.emplace(imsi, event.device).second) runs_.erase(imsi);
}

DeviceRun* StepTracker::run_of(const Event& event) {
  std::string_view device = event.device;
  if (device.empty()) device = event.field("pcid");
  if (device.empty()) device = event.field("imsi");
  if (device.empty()) return nullptr;
  if (const auto known = pcid_of_imsi_.find(device); known != pcid_of_imsi_.end()) device = known->second;
  if (const auto found = runs_.find(device); found != runs_.end()) return &found->second;
  if (only_named_ || runs_.size() >= kMostDevices) return nullptr;
  // Only what tells of a step begins a run: a program's own notes may name anything.
  const bool tells = std::any_of(step_table().begin(), step_table().end(), [&](const StepRow& row) {
    return std::any_of(row.seen.begin(), row.seen.end(),
                       [&](const Observation& wanted) { return fits(wanted, event); });
  });
  if (!tells && !find_failure(event, Phase::any)) return nullptr;
  DeviceRun& run = runs_[std::string(device)];
  run.device = std::string(device);
  return &run;
}

void StepTracker::observe(DeviceRun& run, Phase phase, const Event& event, std::vector<Event>& out) {
  for (std::size_t row_index = 0; row_index < kStepRows; ++row_index) {
    const StepRow& row = step_table()[row_index];
    if (row.phase != Phase::any && row.phase != phase) continue;
    StepRecord& record = run.steps[row_index];
    for (std::size_t index = 0; index < row.seen.size(); ++index) {
      const Observation& wanted = row.seen[index];
      if (!fits(wanted, event)) continue;
      if (!run.started) run.started = event.time;
      if (record.seen[index]) {
        if (wanted.counts_again) ++record.retries;
        continue;
      }
      if (const std::string error = out_of_order(run, row_index, index); !error.empty()) {
        if (run.order_errors.size() < kMostOrderErrors) run.order_errors.push_back(error);
        out.push_back(step_event(run, row_index, "step.out_of_order", event, error));
        continue;
      }
      record.seen[index] = true;
      if (!record.exchanged.empty()) record.exchanged.append("; ");
      record.exchanged.append(fill_in(wanted.words, event));
      const bool all =
          std::equal(row.seen.begin(), row.seen.end(), record.seen.begin(), [&](const Observation& one, bool seen) {
            return one.event.empty() || seen || (one.over_the_air && !run.over_the_air);
          });
      if (!all) continue;
      if (record.state == StepState::failed) ++record.retries;  // and made good
      record.state = StepState::done;
      record.reason.clear();
      record.at = event.time;
      run.order.push_back(row_index);
      out.push_back(step_event(run, row_index, "step.done", event, {}));
    }
  }
}

void StepTracker::fail(DeviceRun& run, Phase phase, const Event& event, std::vector<Event>& out) {
  const auto failure = find_failure(event, phase);
  if (!failure) return;
  const auto first = row_of(failure->first);
  const auto last = row_of(failure->last);
  if (!first || !last) return;
  if (!run.started) run.started = event.time;
  for (std::size_t row = *first; row <= *last; ++row) {
    StepRecord& record = run.steps[row];
    if (record.state == StepState::done) continue;
    // The first failure names the cause; what follows from it (a reject, the M2ME giving up) does not replace it.
    if (record.state == StepState::failed) return;
    if (failure->event == "m2me.ended" && run.stopped_at()) return;
    record.state = StepState::failed;
    record.at = event.time;
    record.reason = reason_of(*failure, event);
    out.push_back(step_event(run, row, "step.failed", event, record.reason));
    return;
  }
}

}  // namespace foothold::lab::steps

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/steps/step_report.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "trace/describe.h"

namespace foothold::lab::steps {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr const char* kGreen = "\x1b[32m";
constexpr const char* kRed = "\x1b[31m";
constexpr const char* kGrey = "\x1b[90m";

std::string painted(const std::string& text, const char* colour, ReportStyle style) {
  return style.colour ? colour + text + "\x1b[0m" : text;
}

double milliseconds(trace::Time::duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

std::string milliseconds_text(trace::Time::duration time) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", milliseconds(time));
  return text.data();
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string actors(const StepRow& row) {
  std::string text = trace::to_string(row.from);
  if (row.to != trace::Actor::none) text.append(" > ").append(trace::to_string(row.to));
  return text;
}

// The time from the step that was done just before this one; from the start for the first.
trace::Time::duration since_previous(const DeviceRun& run, std::size_t row) {
  trace::Time previous = *run.started;
  for (const std::size_t done : run.order) {
    if (done == row) break;
    previous = *run.steps[done].at;
  }
  return *run.steps[row].at - previous;
}

std::optional<std::size_t> first_waiting(const DeviceRun& run) {
  for (std::size_t row = 0; row < kStepRows; ++row) {
    if (run.steps[row].state == StepState::waiting) return row;
  }
  return std::nullopt;
}

ordered_json step_json(const DeviceRun& run, std::size_t index) {
  const StepRow& row = step_table()[index];
  const StepRecord& record = run.steps[index];
  ordered_json step;
  step["step"] = row.label;
  step["from"] = trace::to_string(row.from);
  step["to"] = row.to == trace::Actor::none ? ordered_json() : ordered_json(trace::to_string(row.to));
  step["title"] = row.title;
  step["state"] = to_string(record.state);
  if (record.at) {
    step["at_ms"] = milliseconds(*record.at - *run.started);
    step["since_previous_ms"] = milliseconds(since_previous(run, index));
  }
  if (!record.exchanged.empty()) step["exchanged"] = record.exchanged;
  if (!record.reason.empty()) step["reason"] = record.reason;
  step["retries"] = record.retries;
  return step;
}

ordered_json run_json(const DeviceRun& run) {
  ordered_json object;
  const auto stopped = run.stopped_at();
  object["device"] = run.device;
  object["result"] = run.complete() ? "complete" : stopped ? "stopped" : "unfinished";
  if (stopped) {
    object["stopped_at"] = {{"step", step_table()[*stopped].label},
                            {"title", step_table()[*stopped].title},
                            {"reason", run.steps[*stopped].reason}};
  }
  if (run.started) object["started_unix_ns"] = run.started->time_since_epoch().count();
  if (run.started && !run.order.empty()) {
    object["duration_ms"] = milliseconds(*run.steps[run.order.back()].at - *run.started);
  }
  object["order_errors"] = run.order_errors;
  object["steps"] = ordered_json::array();
  for (std::size_t row = 0; row < kStepRows; ++row) object["steps"].push_back(step_json(run, row));
  return object;
}

}  // namespace

ReportStyle style_for(int fd) {
  const char* const no_colour = std::getenv("NO_COLOR");
  return {::isatty(fd) == 1 && (no_colour == nullptr || *no_colour == '\0')};
}

std::string step_line(const DeviceRun& run, std::size_t index, ReportStyle style) {
  const StepRow& row = step_table()[index];
  const StepRecord& record = run.steps[index];
  const bool done = record.state == StepState::done;
  const bool failed = record.state == StepState::failed;
  const std::string mark = done     ? painted("ok  ", kGreen, style)
                           : failed ? painted("FAIL", kRed, style)
                                    : painted("-   ", kGrey, style);
  std::string line = mark + " " + padded(std::string(row.label), 4) + padded(actors(row), 13) + std::string(row.title);
  if (!record.exchanged.empty()) line.append(": ").append(trace::printable(record.exchanged));
  if (failed) line.append(": ").append(painted(trace::printable(record.reason), kRed, style));
  if (record.retries > 0) line.append(" (again: ").append(std::to_string(record.retries)).append(")");
  if (record.at) {
    line.append(painted("  " + milliseconds_text(*record.at - *run.started) + " ms (+" +
                            milliseconds_text(since_previous(run, index)) + ")",
                        kGrey, style));
  }
  return line;
}

std::string verdict_line(const DeviceRun& run, ReportStyle style) {
  const std::string device = "device " + trace::printable(run.device) + ": ";
  if (run.complete()) return device + painted("all steps done", kGreen, style);
  if (const auto row = run.stopped_at()) {
    const std::string where = "stopped at step " + std::string(step_table()[*row].label);
    return device + painted(where, kRed, style) + ", " + trace::printable(run.steps[*row].reason);
  }
  const auto row = first_waiting(run);
  return device + "waits for step " + std::string(row ? step_table()[*row].label : "?");
}

std::string render(const DeviceRun& run, ReportStyle style) {
  std::string text;
  for (std::size_t row = 0; row < kStepRows; ++row) text.append(step_line(run, row, style)).append("\n");
  for (const std::string& error : run.order_errors) {
    text.append(painted("out of order: ", kRed, style)).append(trace::printable(error)).append("\n");
  }
  return text.append(verdict_line(run, style)).append("\n");
}

std::string summary_json(const StepTracker& tracker) {
  ordered_json summary;
  summary["devices"] = ordered_json::array();
  for (const auto& [device, run] : tracker.runs()) summary["devices"].push_back(run_json(run));
  return summary.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace foothold::lab::steps

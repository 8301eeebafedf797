// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/step_board.h"

#include <algorithm>
#include <utility>

#include "gui/model/document.h"

namespace foothold::gui {
namespace {

using lab::steps::StepState;

// What follows from the marks that packets gave: how many steps are done, where it stopped, what is awaited.
void summarise(DeviceSteps& steps, bool going_on) {
  steps.done = 0;
  steps.failed.reset();
  std::optional<std::size_t> next;
  for (std::size_t step = 0; step < steps.cells.size(); ++step) {
    const StepCell& cell = steps.cells[step];
    if (cell.mark == StepMark::done) {
      ++steps.done;
    } else if (cell.mark == StepMark::failed) {
      if (!steps.failed || cell.time < steps.cells[*steps.failed].time) steps.failed = step;
    } else if (!next) {
      next = step;
    }
  }
  for (std::size_t step = 0; step < steps.cells.size(); ++step) {
    StepCell& cell = steps.cells[step];
    if (cell.mark == StepMark::done || cell.mark == StepMark::failed) continue;
    cell.mark = !going_on                       ? StepMark::not_reached
                : step == next && !steps.failed ? StepMark::running
                                                : StepMark::waiting;
  }
}

}  // namespace

StepBoard::StepBoard(Document& document, QObject* parent) : QObject(parent), document_(document) {
  connect(&document, &Document::replaced, this, &StepBoard::restart);
  connect(&document, &Document::grown, this, &StepBoard::fold);
  connect(&document, &Document::reading_ended, this, &StepBoard::fold);
  connect(&document, &Document::visible_rows_changed, this, &StepBoard::fold);
}

const DeviceSteps* StepBoard::find(std::uint16_t device) const {
  const auto found = index_of_.find(device);
  return found == index_of_.end() ? nullptr : &devices_[found->second];
}

std::optional<std::size_t> StepBoard::place_of(std::uint16_t device) const {
  const auto found = index_of_.find(device);
  return found == index_of_.end() ? std::nullopt : std::optional(found->second);
}

void StepBoard::restart() {
  devices_.clear();
  index_of_.clear();
  folded_ = 0;
  emit changed();
}

void StepBoard::fold() {
  const auto& changes = document_.data().changes();
  const std::size_t visible = document_.visible_rows();
  const auto end =
      std::lower_bound(changes.begin(), changes.end(), visible,
                       [](const capture::StepChange& change, std::size_t row) { return change.row < row; });
  const auto wanted = static_cast<std::size_t>(end - changes.begin());
  const bool going_on = document_.is_live() || document_.is_reading() || document_.replay_row();
  if (wanted == folded_ && going_on == going_on_) return;
  if (wanted < folded_) {
    devices_.clear();
    index_of_.clear();
    folded_ = 0;
  }
  // Only what changed is looked at again: there may be thousands of devices, and twenty batches a second.
  std::vector<std::size_t> touched;
  for (; folded_ < wanted; ++folded_) take(folded_, touched);
  if (std::exchange(going_on_, going_on) != going_on) {
    for (DeviceSteps& steps : devices_) summarise(steps, going_on);
  } else {
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    for (const std::size_t device : touched) summarise(devices_[device], going_on);
  }
  emit changed();
}

void StepBoard::take(std::size_t at, std::vector<std::size_t>& touched) {
  const capture::StepChange& change = document_.data().changes()[at];
  const auto [known, fresh] = index_of_.try_emplace(change.device, devices_.size());
  if (fresh) {
    devices_.emplace_back();
    devices_.back().device = change.device;
    devices_.back().first = change.time;
    devices_.back().last = change.time;
  }
  touched.push_back(known->second);
  DeviceSteps& steps = devices_[known->second];
  StepCell& cell = steps.cells[change.step];
  cell.mark = change.state == StepState::done ? StepMark::done : StepMark::failed;
  if (!fresh || change.step > 0) cell.since_previous = change.time - steps.last;
  cell.time = change.time;
  cell.retries = change.retries;
  cell.text = change.text;
  cell.row = static_cast<std::size_t>(change.row);
  steps.last = change.time;
}

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/step_board.h"

#include <algorithm>

#include "gui/model/document.h"

namespace foothold::gui {
namespace {

using lab::steps::StepState;

void mark_rest(DeviceSteps& steps, bool live) {
  std::optional<std::size_t> next;
  for (std::size_t step = 0; step < steps.cells.size() && !next; ++step) {
    if (steps.cells[step].mark == StepMark::waiting) next = step;
  }
  for (std::size_t step = 0; step < steps.cells.size(); ++step) {
    StepCell& cell = steps.cells[step];
    if (cell.mark == StepMark::done || cell.mark == StepMark::failed) continue;
    cell.mark = !live ? StepMark::not_reached : step == next && !steps.failed ? StepMark::running : StepMark::waiting;
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
  if (wanted < folded_) {
    devices_.clear();
    index_of_.clear();
    folded_ = 0;
  }
  for (; folded_ < wanted; ++folded_) {
    const capture::StepChange& change = changes[folded_];
    const auto [known, fresh] = index_of_.try_emplace(change.device, devices_.size());
    if (fresh) {
      devices_.emplace_back();
      devices_.back().device = change.device;
      devices_.back().first = change.time;
      devices_.back().last = change.time;
    }
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
  const bool going_on = document_.is_live() || document_.is_reading() || document_.replay_row();
  for (DeviceSteps& steps : devices_) {
    steps.done = 0;
    steps.failed.reset();
    for (std::size_t step = 0; step < steps.cells.size(); ++step) {
      StepCell& cell = steps.cells[step];
      if (cell.mark == StepMark::done) ++steps.done;
      if (cell.mark == StepMark::failed && (!steps.failed || cell.time < steps.cells[*steps.failed].time)) {
        steps.failed = step;
      }
      if (cell.mark != StepMark::done && cell.mark != StepMark::failed) cell.mark = StepMark::waiting;
    }
    mark_rest(steps, going_on);
  }
  emit changed();
}

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/filter_run.h"

#include <chrono>
#include <utility>

#include "gui/model/give_way.h"

namespace foothold::gui {

FilterRun::FilterRun(capture::Filter filter, capture::CaptureData data, std::size_t from, std::size_t to)
    : filter_(std::move(filter)), data_(std::move(data)), from_(from), to_(to) {}

FilterRun::~FilterRun() {
  given_up_ = true;
  wait();
}

void FilterRun::run() {
  give_way();
  constexpr std::chrono::milliseconds kBetweenReports{50};
  constexpr std::size_t kBetweenLooks = 256;  // at the clock
  auto due = std::chrono::steady_clock::now() + kBetweenReports;
  std::vector<std::uint32_t> passed;
  for (std::size_t packet = from_; packet < to_; ++packet) {
    if (filter_.matches(data_, packet)) passed.push_back(static_cast<std::uint32_t>(packet));
    if (packet % kBetweenLooks != 0) continue;
    if (given_up_) return;
    if (std::chrono::steady_clock::now() < due) continue;
    emit found(std::exchange(passed, {}), packet + 1);
    due = std::chrono::steady_clock::now() + kBetweenReports;
  }
  emit found(passed, to_);
}

}  // namespace foothold::gui

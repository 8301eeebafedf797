// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QThread>
#include <atomic>
#include <cstdint>
#include <vector>

#include "gui/capture/filter.h"

namespace foothold::gui {

// Asks a filter about a range of packets, away from the window's thread.
class FilterRun : public QThread {
  Q_OBJECT
 public:
  FilterRun(capture::Filter filter, capture::CaptureData data, std::size_t from, std::size_t to);
  ~FilterRun() override;  // gives up and waits

 signals:
  // Those that pass among the packets before `scanned` and after the last time.
  void found(const std::vector<std::uint32_t>& packets, std::size_t scanned);

 protected:
  void run() override;

 private:
  capture::Filter filter_;
  capture::CaptureData data_;
  std::size_t from_;
  std::size_t to_;
  std::atomic<bool> given_up_ = false;
};

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <algorithm>
#include <utility>

namespace foothold::gui {

// The longest time in which the window's thread had no time for its event loop, in milliseconds: a timer that is due
// each millisecond, and how late it came.
class Watchdog : public QObject {
 public:
  Watchdog() {
    connect(&timer_, &QTimer::timeout, this, [this] {
      longest_ = std::max(longest_, static_cast<double>(clock_.nsecsElapsed()) / 1e6);
      clock_.restart();
    });
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.start(1);
  }
  void begin() {
    clock_.start();
    longest_ = 0;
  }
  double longest() const { return longest_; }

 private:
  QTimer timer_;
  QElapsedTimer clock_;
  double longest_ = 0;
};

}  // namespace foothold::gui

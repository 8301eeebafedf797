// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <algorithm>
#include <ctime>

namespace foothold::gui {

// Watches the event loop of the thread that made it: a timer that is due each millisecond, and how late it came. On a
// busy machine a stall may be nobody's work but others': beside the time that passed stands the processor time that the
// thread itself used meanwhile. Both in milliseconds.
class Watchdog : public QObject {
 public:
  Watchdog() {
    connect(&timer_, &QTimer::timeout, this, [this] {
      const double now = milliseconds(CLOCK_MONOTONIC);
      const double used = milliseconds(CLOCK_THREAD_CPUTIME_ID);
      longest_ = std::max(longest_, now - now_);
      most_used_ = std::max(most_used_, used - used_);
      now_ = now;
      used_ = used;
    });
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.start(1);
  }
  void begin() {
    now_ = milliseconds(CLOCK_MONOTONIC);
    used_ = milliseconds(CLOCK_THREAD_CPUTIME_ID);
    longest_ = 0;
    most_used_ = 0;
  }
  double longest() const { return longest_; }
  double most_used() const { return most_used_; }  // at a stretch

 private:
  static double milliseconds(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
  }

  QTimer timer_;
  double now_ = 0;
  double used_ = 0;
  double longest_ = 0;
  double most_used_ = 0;
};

}  // namespace foothold::gui

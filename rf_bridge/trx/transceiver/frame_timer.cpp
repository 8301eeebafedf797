// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/transceiver/frame_timer.h"

#include <sys/timerfd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace foothold::rf_bridge::trx {
namespace {

constexpr std::chrono::nanoseconds kThirteenFrames = std::chrono::milliseconds(60);

std::chrono::nanoseconds start_of(std::int64_t frame) {
  return kThirteenFrames * frame / 13;
}

}  // namespace

Result<FrameTimer> FrameTimer::start() {
  UniqueFd fd(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
  if (!fd) return fail(std::string("cannot create a timer: ") + std::strerror(errno));
  return FrameTimer(std::move(fd));
}

FrameTimer::FrameTimer(UniqueFd fd) : fd_(std::move(fd)), started_(std::chrono::steady_clock::now()) {
  arm();
}

std::int64_t FrameTimer::passed() {
  std::uint64_t expiries = 0;
  if (::read(fd_.get(), &expiries, sizeof expiries) < 0) return 0;
  const auto elapsed = std::chrono::steady_clock::now() - started_;
  auto begun = std::chrono::nanoseconds(elapsed) * 13 / kThirteenFrames - frames_;
  if (begun > kMostAtOnce) {
    started_ += start_of(begun - kMostAtOnce);
    begun = kMostAtOnce;
  }
  frames_ += begun;
  arm();
  return begun;
}

void FrameTimer::arm() {
  // steady_clock is CLOCK_MONOTONIC, so its time points are the timer's absolute times.
  const auto next = std::chrono::nanoseconds(started_.time_since_epoch()) + start_of(frames_ + 1);
  itimerspec when{};
  when.it_value.tv_sec = next.count() / 1'000'000'000;
  when.it_value.tv_nsec = next.count() % 1'000'000'000;
  ::timerfd_settime(fd_.get(), TFD_TIMER_ABSTIME, &when, nullptr);
}

}  // namespace foothold::rf_bridge::trx

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Descriptors and timers of the calling thread's libosmocore select loop, which are in it no longer than they live.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <utility>

extern "C" {
#include <osmocom/core/select.h>
#include <osmocom/core/timer.h>
}

namespace foothold::rf_bridge {

class OsmoDescriptor {
 public:
  // `fd` is the caller's and outlives this.
  OsmoDescriptor(int fd, std::function<void()> on_readable) : on_readable_(std::move(on_readable)) {
    osmo_fd_setup(
        &fd_, fd, OSMO_FD_READ,
        [](osmo_fd* self, unsigned) {
          static_cast<OsmoDescriptor*>(self->data)->on_readable_();
          return 0;
        },
        this, 0);
  }
  OsmoDescriptor(const OsmoDescriptor&) = delete;
  OsmoDescriptor& operator=(const OsmoDescriptor&) = delete;
  ~OsmoDescriptor() { unwatch(); }

  // False only for a descriptor that is not open.
  bool watch() { return osmo_fd_register(&fd_) == 0; }
  void unwatch() {
    if (osmo_fd_is_registered(&fd_)) osmo_fd_unregister(&fd_);
  }

 private:
  osmo_fd fd_{};
  std::function<void()> on_readable_;
};

class OsmoTimer {
 public:
  explicit OsmoTimer(std::function<void()> on_expiry) : on_expiry_(std::move(on_expiry)) {
    osmo_timer_setup(
        &timer_, [](void* self) { static_cast<OsmoTimer*>(self)->on_expiry_(); }, this);
  }
  OsmoTimer(const OsmoTimer&) = delete;
  OsmoTimer& operator=(const OsmoTimer&) = delete;
  ~OsmoTimer() { stop(); }

  void start(std::chrono::microseconds duration) {
    osmo_timer_schedule(&timer_, static_cast<int>(duration.count() / 1'000'000),
                        static_cast<int>(duration.count() % 1'000'000));
  }
  // At once if `deadline` has passed, not at all without one.
  void expire_at(std::optional<std::chrono::steady_clock::time_point> deadline) {
    if (!deadline) return stop();
    const auto left = *deadline - std::chrono::steady_clock::now();
    start(std::max(std::chrono::microseconds(0), std::chrono::ceil<std::chrono::microseconds>(left)));
  }
  void stop() { osmo_timer_del(&timer_); }

 private:
  osmo_timer_list timer_{};
  std::function<void()> on_expiry_;
};

// Datagrams read in one turn of the loop, so that a flood does not keep timers and others waiting.
inline constexpr int kDatagramsPerTurn = 64;

// Takes what is waiting at `socket` while `running` stays so: a taker may end what it belongs to.
template <class Socket, class Buffer, class Take>
void read_datagrams(const Socket& socket, Buffer& buffer, const bool& running, Take take) {
  for (int i = 0; i < kDatagramsPerTurn && running; ++i) {
    const auto received = socket.receive(buffer);
    if (!received.more) return;
    take(received.datagram);
  }
}

}  // namespace foothold::rf_bridge

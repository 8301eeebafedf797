// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <netinet/in.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::lab::replay {

// One UDP socket and a few timers, on the thread that asks: what a replay waits with.
class UdpLoop {
 public:
  using Clock = std::chrono::steady_clock;

  // `local` and `peer` as "127.0.0.1:2157". Without `local` the kernel chooses; without `peer` it is whoever sent last.
  static Result<UdpLoop> open(const std::string& local, const std::string& peer);

  void send(ByteView datagram);
  void start_timer(int timer, std::chrono::milliseconds duration);
  void stop_timer(int timer);

  struct Datagram {
    Bytes octets;
  };
  struct Expired {
    int timer;
  };
  struct Refused {};  // nobody listens at the peer's port
  struct Nothing {};  // `most` has passed
  using Happening = std::variant<Datagram, Expired, Refused, Nothing>;
  // The next thing that happens within `most`.
  Happening next(std::chrono::milliseconds most);

 private:
  explicit UdpLoop(UniqueFd fd, bool connected) : fd_(std::move(fd)), connected_(connected) {}
  std::optional<Happening> receive();

  UniqueFd fd_;
  bool connected_;
  bool refused_ = false;
  sockaddr_in last_sender_{};
  std::map<int, Clock::time_point> timers_;
};

}  // namespace foothold::lab::replay

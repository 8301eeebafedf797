// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "m2me/net/interface.h"

namespace foothold::m2me {

// ICMP echo (RFC 792) from the calling thread's namespace, over a raw socket.
class Ping {
 public:
  struct Reply {
    Ipv4Address from{};
    std::uint16_t sequence = 0;
    std::chrono::microseconds round_trip{};
  };

  // Needs CAP_NET_RAW. `identifier` tells this pinger's echoes from others'.
  static Result<Ping> open(std::uint16_t identifier);

  int fd() const { return fd_.get(); }  // non-blocking, for an event loop

  // Sends an echo request; 56 octets of data as the ping command has.
  Result<void> send(const Ipv4Address& target, std::uint16_t sequence);
  // The next reply to a request of ours, if one has come.
  std::optional<Reply> receive();
  // Sends and waits. Only where another thread carries the packets. Error: no reply within `timeout`.
  Result<Reply> ping(const Ipv4Address& target, std::uint16_t sequence, std::chrono::milliseconds timeout);

 private:
  using Clock = std::chrono::steady_clock;
  struct Outstanding {
    Ipv4Address target;
    Clock::time_point sent;
  };
  static constexpr std::size_t kMostOutstanding = 256;

  Ping(UniqueFd fd, std::uint16_t identifier) : fd_(std::move(fd)), identifier_(identifier) {}

  UniqueFd fd_;
  std::uint16_t identifier_;
  std::map<std::uint16_t, Outstanding> outstanding_;
};

}  // namespace foothold::m2me

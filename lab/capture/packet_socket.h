// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "trace/event.h"

namespace foothold::lab::capture {

struct CapturedPacket {
  trace::Time time;  // when the kernel saw it
  trace::Payload payload = trace::Payload::ethernet;
  Bytes bytes;
};

// A raw socket (AF_PACKET) on one interface of the current network namespace.
class PacketSocket {
 public:
  // From the return on the kernel keeps every packet for us. Errors: no such interface, or not permitted.
  static Result<PacketSocket> open(const std::string& interface);

  int fd() const { return fd_.get(); }
  // The next packet that waits; nothing if none does. Loopback shows each packet twice, going out and coming in: only
  // the second is given. On interfaces without a link header only IPv4 is given.
  std::optional<CapturedPacket> next();
  // Packets that the kernel had no room for since the last call.
  std::size_t take_drops();

 private:
  PacketSocket(UniqueFd fd, bool loopback, bool link_header)
      : fd_(std::move(fd)), loopback_(loopback), link_header_(link_header) {}

  UniqueFd fd_;
  bool loopback_;
  bool link_header_;
};

}  // namespace foothold::lab::capture

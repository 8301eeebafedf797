// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <netinet/in.h>

#include <cstddef>
#include <span>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace foothold::rf_bridge::um_virtual {

// Receives what is sent to one multicast group, and sends to another one, on one interface of the network namespace in
// which it was opened. Neither call blocks.
class MulticastSocket {
 public:
  // `hears` and `tells` are "group:port", `interface` is the address of the interface. Errors name which of them is
  // wrong, or say why the socket could not be opened.
  static Result<MulticastSocket> open(const std::string& hears, const std::string& tells, const std::string& interface);

  int fd() const { return fd_.get(); }
  // The datagram's part of `buffer`; std::nullopt-like empty result with `more` false when nothing is there.
  struct Received {
    bool more = false;
    ByteView datagram;
  };
  Received receive(std::span<std::uint8_t> buffer) const;
  // What cannot be sent is lost, as on any air.
  void send(ByteView datagram) const;

 private:
  MulticastSocket(UniqueFd fd, sockaddr_in tells) : fd_(std::move(fd)), tells_(tells) {}
  UniqueFd fd_;
  sockaddr_in tells_;
};

}  // namespace foothold::rf_bridge::um_virtual

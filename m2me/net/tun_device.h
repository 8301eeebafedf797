// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "m2me/net/interface.h"

namespace foothold::m2me {

// The mobile's IP interface: what is routed to it comes out of read(), and write() makes packets arrive on it. It lives
// in the namespace of the thread that opened it, and as long as this object does.
class TunDevice {
 public:
  // `name`: at most 15 characters. Needs /dev/net/tun and CAP_NET_ADMIN; the error says which is missing.
  static Result<TunDevice> open(const std::string& name);

  const std::string& name() const { return name_; }
  int fd() const { return fd_.get(); }  // non-blocking, for an event loop

  // The PDP context's address (a /32), MTU in octets, and the default route. The calling thread must be in the
  // device's namespace, as for deactivate().
  Result<void> activate(const Ipv4Address& address, int mtu);
  // Takes address and routes away; connections over them end.
  Result<void> deactivate();

  // The next IP packet, empty if there is none now.
  Result<Bytes> read();
  // A packet is dropped with an Error when the interface is down or it is no IP packet.
  Result<void> write(ByteView packet);

 private:
  TunDevice(UniqueFd fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}
  UniqueFd fd_;
  std::string name_;
};

}  // namespace foothold::m2me

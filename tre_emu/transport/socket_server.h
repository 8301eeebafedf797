// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "tre_emu/transport/event_loop.h"
#include "tre_emu/transport/served_tre.h"

namespace foothold::tre_emu::transport {

// Serves a TRE on unix stream sockets (mode 0600). A connection is a terminal session. A client that does not read its
// answers is not read from either, so that nothing grows.
class SocketServer {
 public:
  static constexpr std::size_t kMaxClients = 16;  // of both sockets; one more waits in the queue of the socket

  explicit SocketServer(ServedTre tre) : tre_(tre), clients_(std::make_shared<std::size_t>(0)) {}

  // Listen when they return: for APDUs in frames, and for the SIM Access Profile. A socket that an earlier run left
  // behind is replaced; any other file in the way is an error.
  Result<void> listen(const std::string& path);
  Result<void> listen_for_sap(const std::string& path);

  // Serves there from now on. The loop must not outlive the TRE.
  void serve_in(EventLoop& loop);

 private:
  struct Door {
    UniqueFd socket;
    bool sap;
  };

  ServedTre tre_;
  std::shared_ptr<std::size_t> clients_;
  std::vector<Door> doors_;
};

}  // namespace foothold::tre_emu::transport

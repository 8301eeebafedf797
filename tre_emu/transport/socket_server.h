// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <list>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "tre_emu/transport/send_buffer.h"
#include "tre_emu/transport/served_tre.h"
#include "tre_emu/transport/terminal_stream.h"
#include "tre_emu/transport/vpcd_card.h"

namespace foothold::tre_emu::transport {

// Serves a TRE on a unix stream socket (mode 0600). One thread; a connection is a terminal session. A client that does
// not read its answers is not read from either, so that nothing grows.
class SocketServer {
 public:
  static constexpr std::size_t kMaxClients = 16;  // one more waits in the queue of the socket

  // Listens when it returns. A socket that an earlier run left behind is replaced; any other file in the way is an
  // error.
  static Result<SocketServer> listen(const std::string& path, ServedTre tre);

  // Serves the SIM Access Profile on a socket of its own as well, under the same rules.
  Result<void> listen_for_sap(const std::string& path);

  // Until `stop_fd` is readable. `card`: the same TRE in a reader, beside the socket; may be null.
  Result<void> run(int stop_fd, VpcdCard* card = nullptr);

 private:
  struct Client {
    UniqueFd socket;
    std::unique_ptr<TerminalStream> stream;
    SendBuffer unsent;
    bool waits = false;  // for the peer to read what it has, before the next message goes out
  };

  SocketServer(UniqueFd socket, ServedTre tre) : socket_(std::move(socket)), tre_(tre) {}
  void accept_client(int listener, std::unique_ptr<TerminalStream> (*make)(ServedTre));
  bool anybody_waits() const;
  // False when the connection is over.
  bool serve(Client& client, short ready);
  bool answer_all(Client& client);

  UniqueFd socket_;
  UniqueFd sap_socket_;
  ServedTre tre_;
  std::list<Client> clients_;
};

}  // namespace foothold::tre_emu::transport

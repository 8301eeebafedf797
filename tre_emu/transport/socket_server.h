// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <list>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "trace/sink.h"
#include "tre_emu/transport/apdu_frames.h"
#include "tre_emu/tre.h"

namespace foothold::tre_emu::transport {

// Serves a TRE on a unix stream socket (mode 0600). One thread; a connection is a terminal session. A client that does
// not read its answers is not read from either, so that nothing grows.
class SocketServer {
 public:
  static constexpr std::size_t kMaxClients = 16;  // one more waits in the queue of the socket

  // Listens when it returns. A socket that an earlier run left behind is replaced; any other file in the way is an
  // error. `system_clock`: whether the TRE has a clock at all.
  static Result<SocketServer> listen(const std::string& path, Tre& tre, trace::Sink& events, bool system_clock);

  // Until `stop_fd` is readable.
  Result<void> run(int stop_fd);

 private:
  struct Client {
    UniqueFd socket;
    Tre::Connection connection;
    ApduFrames frames;
    Bytes unsent;
  };

  SocketServer(UniqueFd socket, Tre& tre, trace::Sink& events, bool system_clock)
      : socket_(std::move(socket)), tre_(&tre), events_(&events), system_clock_(system_clock) {}
  void accept_client();
  // False when the connection is over.
  bool serve(Client& client, short ready);
  bool answer_all(Client& client);
  static bool flush(Client& client);

  UniqueFd socket_;
  Tre* tre_;
  trace::Sink* events_;
  bool system_clock_;
  std::list<Client> clients_;
};

}  // namespace foothold::tre_emu::transport

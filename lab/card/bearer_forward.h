// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "lab/card/card_link.h"
#include "lab/card/data_network.h"

namespace foothold::lab {

// "192.0.2.1:443".
Result<Endpoint> parse_endpoint(std::string_view text);

// A TCP port of this machine that leads, through the TRE and the phone that it sits in, to a server: what comes on a
// connection goes out by SEND BEARER of the TRE application, what the server sends comes back by RECEIVE BEARER.
class BearerForward {
 public:
  // Listens when it returns. Port 0: any that is free.
  static Result<BearerForward> listen(const Endpoint& at);
  std::uint16_t port() const { return port_; }

  // One connection after another, until `stop_fd` is readable. `apn` may be empty. An Error: the card is gone.
  Result<void> run(const CardExchange& card, const Endpoint& to, const std::string& apn, int stop_fd);

 private:
  BearerForward(UniqueFd socket, std::uint16_t port) : socket_(std::move(socket)), port_(port) {}
  Result<void> carry(const CardExchange& card, int client, int stop_fd);

  UniqueFd socket_;
  std::uint16_t port_;
};

}  // namespace foothold::lab

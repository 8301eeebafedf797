// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/result.h"
#include "trace/event.h"
#include "trace/wire/ip_packet.h"

namespace foothold::lab::capture {

// Who is behind an address. Several actors share 127.0.0.1, so a port may tell them apart.
class AddressTable {
 public:
  // `address` as text; port 0: every port that has no entry of its own. Error: not an IPv4 address.
  Result<void> add(const std::string& address, std::uint16_t port, trace::Actor actor);
  // none if unknown.
  trace::Actor find(const trace::wire::Endpoint& endpoint) const;

 private:
  std::map<std::pair<std::uint32_t, std::uint16_t>, trace::Actor> actors_;
};

}  // namespace foothold::lab::capture

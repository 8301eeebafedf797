// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/address_table.h"

#include <arpa/inet.h>

namespace foothold::lab::capture {

Result<void> AddressTable::add(const std::string& address, std::uint16_t port, trace::Actor actor) {
  in_addr parsed{};
  if (::inet_pton(AF_INET, address.c_str(), &parsed) != 1) return fail("not an IPv4 address", address);
  actors_[{ntohl(parsed.s_addr), port}] = actor;
  return {};
}

trace::Actor AddressTable::find(const trace::wire::Endpoint& endpoint) const {
  for (const std::uint16_t port : {endpoint.port, std::uint16_t{0}}) {
    if (const auto found = actors_.find({endpoint.address, port}); found != actors_.end()) return found->second;
  }
  return trace::Actor::none;
}

}  // namespace foothold::lab::capture

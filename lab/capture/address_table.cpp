// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/capture/address_table.h"

namespace foothold::lab::capture {

Result<void> AddressTable::add(const std::string& address, std::uint16_t port, trace::Actor actor) {
  const auto parsed = parse_ipv4(address);
  if (!parsed) return tl::unexpected(parsed.error());
  actors_[{*parsed, port}] = actor;
  return {};
}

trace::Actor AddressTable::find(const Endpoint& endpoint) const {
  for (const std::uint16_t port : {endpoint.port, std::uint16_t{0}}) {
    if (const auto found = actors_.find({endpoint.address, port}); found != actors_.end()) return found->second;
  }
  return trace::Actor::none;
}

}  // namespace foothold::lab::capture

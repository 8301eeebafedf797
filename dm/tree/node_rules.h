// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "dm/tree/access.h"

namespace foothold::dm {

// Whose node it is: who may use the access that the node grants at all.
enum class Owner : std::uint8_t {
  everyone,  // any authenticated server
  account,   // the bootstrap writes, the account's own server reads
  dpf,       // the bootstrap writes, the server of the account `dpf` does the rest
};

// One kind of node; `*` in a pattern stands for one segment that a server chose.
struct NodeRule {
  std::string_view pattern;
  Format format;
  Access access;     // of servers
  Access bootstrap;  // of the bootstrap
  Owner owner;
  bool computed;           // asked of a port or derived when read, never stored
  std::size_t max_octets;  // of a value that may be written
};

std::span<const NodeRule> node_rules();

// The rule for `uri`, or nullptr: no such node can exist, or the URI is not well-formed (DevDetail/URI's limits).
const NodeRule* rule_for(std::string_view uri);

inline constexpr std::size_t kMaxDepthOfUri = 8;
inline constexpr std::size_t kMaxUri = 127;     // octets
inline constexpr std::size_t kMaxSegment = 32;  // octets

}  // namespace foothold::dm

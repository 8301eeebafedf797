// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "trace/event.h"

namespace foothold::gui::capture {

// What is kept in memory of a packet; its octets stay in the file and are read when somebody looks at it.
struct PacketRow {
  std::uint64_t offset = 0;          // of the packet's octets in the file
  std::int64_t time = 0;             // nanoseconds since 1970
  std::uint32_t octets = 0;          // as captured
  std::uint32_t comment = 0;         // from `offset` to our comment
  std::uint16_t comment_octets = 0;  // 0: not one of our events
  std::uint16_t link_type = 0;       // LINKTYPE_...
  std::uint16_t device = 0;          // in the table of devices; 0 for none
  std::uint16_t name = 0;            // in the table of event names; 0 for one that is not known
  trace::Actor from = trace::Actor::none;
  trace::Actor to = trace::Actor::none;
  trace::Layer layer = trace::Layer::ip;
  trace::Kind kind = trace::Kind::received;
};
static_assert(sizeof(PacketRow) <= 40);

}  // namespace foothold::gui::capture

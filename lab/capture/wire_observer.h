// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "trace/event.h"

namespace foothold::lab::capture {

// Looks into captured packets on their way to the SGSN's NS socket for what the step tracker must not take from the
// mobile's own word: an attach request is `wire.attach_request`, seen where the SGSN receives it (docs/interfaces.md 8;
// TS 48.016, 48.018, 44.064, TS 24.008 9.4.1). Holds no state: a repeated request is told again.
class WireObserver {
 public:
  // `packet`: a `wire.packet`. Most tell nothing; broken ones neither, since the SGSN will say so.
  std::vector<trace::Event> take(const trace::Event& packet) const;
};

}  // namespace foothold::lab::capture

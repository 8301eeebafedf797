// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/tee_sink.h"

#include "trace/stamp.h"

namespace foothold::trace {

void TeeSink::write(Event event) {
  stamp(event);
  for (const auto& sink : sinks_) sink->write(event);
}

}  // namespace foothold::trace

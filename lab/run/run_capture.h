// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <memory>

#include "base/result.h"
#include "trace/sink.h"

namespace foothold::lab {

// The capture of a run: the loopback, over which all of the operators' traffic goes, the mobile's inside GTP.
//
// Left out are osmo-hlr's VTY, since a stock HLR takes a subscriber's K and OPc there in the clear and a trace must not
// hold them, and what goes over the air between base station and mobile, which the mobile tells itself.
class RunCapture {
 public:
  virtual ~RunCapture() = default;  // hands on what has been captured so far, and ends
};

// Runs on all interfaces when this returns. `sink` outlives it.
Result<std::unique_ptr<RunCapture>> open_run_capture(trace::Sink& sink);

}  // namespace foothold::lab

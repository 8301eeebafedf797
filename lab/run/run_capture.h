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

// Runs when this returns. `sink` outlives it. `machines_at_gb`: how many machines speak NS themselves (Radio::gb);
// their packets carry the device. Elsewhere the packets of several share their addresses, and tell of none.
Result<std::unique_ptr<RunCapture>> open_run_capture(trace::Sink& sink, unsigned machines_at_gb);

}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace foothold::gui {

struct LargeCapture {
  std::size_t packets = 0;
  std::size_t devices = 0;  // that have a place on the phase board
  std::size_t octets = 0;   // of the file
};

// A pcap of GSMTAP packets: each an attach request by one of a hundred mobiles, 100 microseconds apart. Errors: the
// file cannot be written.
Result<LargeCapture> write_gsmtap(const std::string& path, std::size_t packets);

// A recorded run over and over, as of one device after the other: events of every layer, APDUs, Gb, IP. Whole runs
// only, so that every device comes to its last step: at most `packets`, at least one run. Errors: either file.
Result<LargeCapture> write_mixed(const std::string& path, const std::string& recorded_run, std::size_t packets);

}  // namespace foothold::gui

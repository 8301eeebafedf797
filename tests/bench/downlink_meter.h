// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "gsm/rlcmac/downlink_tbf.h"
#include "trace/sink.h"

namespace foothold::bench {

// What a mobile's downlink carried, from the blocks that it heard: an RLC receiver beside its own reads them out of the
// trace (`um.downlink_block`, `um.downlink_tbf`).
class DownlinkMeter : public trace::Sink {
 public:
  struct Figures {
    std::uint64_t blocks = 0;        // RLC data blocks, first receptions
    std::uint64_t repeated = 0;      // the same again
    std::uint64_t block_octets = 0;  // the data fields of `blocks`: what is not CS-4 has fewer than 50
    std::uint64_t control = 0;       // RLC/MAC control blocks with a message
    std::uint64_t idle = 0;          // dummy control blocks
    std::uint64_t fill = 0;          // LLC dummy frames: a TBF that is kept open
    std::uint64_t llc_octets = 0;    // of LLC PDUs that were put together, dummy frames left out
    std::uint64_t tbfs = 0;          // that began
    std::set<unsigned> timeslots;    // on which data came
  };

  void write(trace::Event event) override;
  // Since the last call.
  Figures take();

 private:
  void on_block(const trace::Event& event);

  std::mutex mutex_;
  Figures figures_;
  std::optional<gsm::rlcmac::DownlinkTbf> tbf_;
  std::uint8_t tfi_ = 0;
};

}  // namespace foothold::bench

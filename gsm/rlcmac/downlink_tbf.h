// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "gsm/rlcmac/block.h"
#include "gsm/rlcmac/elements.h"
#include "gsm/rlcmac/reassembly.h"

namespace foothold::gsm::rlcmac {

// The receiving end of a downlink TBF (TS 44.060 9.1.4 to 9.1.8, 9.3.2): blocks go in as they come, LLC PDUs come out
// in order; what was received is told when the network asks.
class DownlinkTbf {
 public:
  // `unacknowledged`: what is missing is not sent again, and not waited for.
  explicit DownlinkTbf(bool unacknowledged) : unacknowledged_(unacknowledged) {}

  struct Outcome {
    bool repeated = false;  // had it already, or it cannot belong to the window
    std::vector<Bytes> pdus;
  };
  // Error: see split(); the block counts as not received.
  Result<Outcome> on_block(const DownlinkDataBlock& block);

  // All blocks up to the one with FBI were received.
  bool complete() const { return final_ && next_ == *final_ + 1; }
  AckNackDescription ack() const;

 private:
  Outcome take(std::uint64_t number, std::vector<Segment> segments);
  Outcome take_unacknowledged(std::uint64_t number, const std::vector<Segment>& segments);

  bool unacknowledged_;
  // Blocks are numbered without end here; BSN is the number modulo 128.
  std::uint64_t next_ = 0;     // V(Q): the first not yet received
  std::uint64_t highest_ = 0;  // V(R): one more than the last received
  std::optional<std::uint64_t> final_;
  std::array<std::optional<std::vector<Segment>>, kWindow> stored_;  // from V(Q) on, by number modulo the window
  Reassembly reassembly_;
};

}  // namespace foothold::gsm::rlcmac

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <vector>

#include "gsm/rlcmac/block.h"

namespace foothold::gsm::rlcmac {

// Puts LLC PDUs together from the segments of RLC data blocks, which come in order (TS 44.060 9.1.12).
class Reassembly {
 public:
  // The longest LLC frame there is: 1520 octets of information (N201-U, TS 44.064 8.9.8), address, control, FCS.
  static constexpr std::size_t kMaxPdu = 1600;

  // The PDUs that these segments complete. `last_block`: what has not ended yet ends here.
  std::vector<Bytes> add(const std::vector<Segment>& segments, bool last_block);
  // A block is missing: drops the PDU begun, and what comes until the next one begins.
  void skip();

 private:
  Bytes pdu_;
  bool skipping_ = false;  // up to the end of a PDU that is not whole, or too long
};

}  // namespace foothold::gsm::rlcmac

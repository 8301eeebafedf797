// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rlcmac/reassembly.h"

#include <utility>

namespace foothold::gsm::rlcmac {

std::vector<Bytes> Reassembly::add(const std::vector<Segment>& segments, bool last_block) {
  std::vector<Bytes> out;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Segment& segment = segments[i];
    if (pdu_.size() + segment.octets.size() > kMaxPdu) skip();
    if (!skipping_) pdu_.insert(pdu_.end(), segment.octets.begin(), segment.octets.end());
    if (segment.ends_pdu || (last_block && i + 1 == segments.size())) {
      if (!skipping_ && !pdu_.empty()) out.push_back(std::exchange(pdu_, {}));
      skipping_ = false;
    }
  }
  return out;
}

void Reassembly::skip() {
  pdu_.clear();
  skipping_ = true;
}

}  // namespace foothold::gsm::rlcmac

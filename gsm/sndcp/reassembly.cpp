// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sndcp/reassembly.h"

#include <algorithm>

namespace foothold::gsm::sndcp {

Reassembly::Outcome Reassembly::add(const SnUnitdata& pdu) {
  Outcome outcome;
  auto it = std::find_if(held_.begin(), held_.end(), [&](const auto& partial) { return partial.number == pdu.n_pdu; });
  // A segment that was had before belongs to another N-PDU of the same number: 4096 packets later.
  if (it != held_.end() && it->segments[pdu.segment]) {
    held_.erase(it);
    ++outcome.dropped;
    it = held_.end();
  }
  if (it == held_.end()) {
    if (held_.size() == kHeld) {
      held_.pop_front();
      ++outcome.dropped;
    }
    it = held_.insert(held_.end(), Partial{pdu.n_pdu, {}, std::nullopt, 0});
  }
  it->octets += pdu.data.size();
  it->segments[pdu.segment] = Bytes(pdu.data.begin(), pdu.data.end());
  const bool second_end = !pdu.more && it->last;
  if (!pdu.more) it->last = pdu.segment;
  if (it->octets > kMaxNPdu || second_end) {
    held_.erase(it);
    ++outcome.dropped;
    return outcome;
  }
  if (!it->last) return outcome;
  const auto end = it->segments.begin() + *it->last + 1;
  if (!std::all_of(it->segments.begin(), end, [](const auto& segment) { return segment.has_value(); })) return outcome;
  Bytes n_pdu;
  n_pdu.reserve(it->octets);
  for (auto segment = it->segments.begin(); segment != end; ++segment) {
    n_pdu.insert(n_pdu.end(), (*segment)->begin(), (*segment)->end());
  }
  held_.erase(it);
  outcome.n_pdu = std::move(n_pdu);
  return outcome;
}

}  // namespace foothold::gsm::sndcp

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rlcmac/segmentation.h"

namespace foothold::gsm::rlcmac {

namespace {

constexpr std::uint8_t kExtension = 0x01;
constexpr std::uint8_t kMore = 0x02;

void take(const Bytes& pdu, std::size_t count, SegmentationPoint& point, Bytes& data) {
  const auto from = pdu.begin() + static_cast<std::ptrdiff_t>(point.offset);
  data.insert(data.end(), from, from + static_cast<std::ptrdiff_t>(count));
  point.offset += count;
}

}  // namespace

DataField cut(const std::deque<Bytes>& pdus, SegmentationPoint& point, std::size_t room) {
  DataField out;
  while (point.pdu < pdus.size()) {
    const Bytes& pdu = pdus[point.pdu];
    const std::size_t left = pdu.size() - point.offset;
    const std::size_t space = room - out.length_indicators.size() - out.data.size();
    const bool last = point.pdu + 1 == pdus.size();
    if (left > space) {
      take(pdu, space, point, out.data);
      break;
    }
    if (left == space && !last) {
      // To say that it ends here takes the room of its last octet, which goes into the next block.
      out.length_indicators.push_back(kExtension);
      take(pdu, space - 1, point, out.data);
      break;
    }
    take(pdu, left, point, out.data);
    point = {point.pdu + 1, 0};
    if (left == space) break;  // the TBF's end says it
    out.length_indicators.push_back(static_cast<std::uint8_t>(left << 2 | kExtension));
    if (last || left + 1 == space) break;
    out.length_indicators.back() |= kMore;
    // Whether the next PDU needs a length indicator as well shows when its turn has come.
    const std::size_t next_space = space - left - 1;
    const std::size_t next = pdus[point.pdu].size();
    const bool next_is_last = point.pdu + 1 == pdus.size();
    if (next < next_space || (next == next_space && !next_is_last)) {
      out.length_indicators.back() &= static_cast<std::uint8_t>(~kExtension);
    }
  }
  return out;
}

}  // namespace foothold::gsm::rlcmac

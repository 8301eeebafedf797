// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>

#include "base/bytes.h"

namespace foothold::gsm::rlcmac {

// How far a row of LLC PDUs has been cut into RLC data fields.
struct SegmentationPoint {
  std::size_t pdu = 0;     // index in the row
  std::size_t offset = 0;  // octets of it that are done
};

struct DataField {
  Bytes length_indicators;
  Bytes data;
};

// The next RLC data field of at most `room` octets, length indicators included (TS 44.060 9.1.11, 10.4.14); `point`
// moves on. The last PDU of the row is taken to be the TBF's last. Nothing is left at the end of the row: empty field.
DataField cut(const std::deque<Bytes>& pdus, SegmentationPoint& point, std::size_t room);

}  // namespace foothold::gsm::rlcmac

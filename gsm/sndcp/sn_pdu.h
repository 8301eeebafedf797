// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"

namespace foothold::gsm::sndcp {

// One segment of an N-PDU in unacknowledged transfer: SN-UNITDATA PDU (TS 44.065 7.2, figure 11).
struct SnUnitdata {
  std::uint8_t nsapi = 5;    // 5..15
  bool first = true;         // F: the octet of DCOMP and PCOMP is present
  bool more = false;         // M: another segment follows
  std::uint8_t dcomp = 0;    // data compression entity; 0 none. Only with `first`
  std::uint8_t pcomp = 0;    // protocol control information compression; 0 none. Only with `first`
  std::uint8_t segment = 0;  // 0..15
  std::uint16_t n_pdu = 0;   // N-PDU number, 0..4095
  ByteView data;             // a view into the PDU
};

Result<SnUnitdata> decode_sn_unitdata(ByteView pdu);
Bytes encode_sn_unitdata(const SnUnitdata& pdu);

// Octets that the header takes away from N201-U.
constexpr std::size_t header_octets(bool first) {
  return first ? 4 : 3;
}

}  // namespace foothold::gsm::sndcp

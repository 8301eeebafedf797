// SPDX-License-Identifier: AGPL-3.0-or-later
//
// RLC/MAC blocks (TS 44.060 10): the headers, and the RLC data field cut into segments of LLC PDUs.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "gsm/rlcmac/coding_scheme.h"

namespace foothold::gsm::rlcmac {

inline constexpr unsigned kSequenceNumbers = 128;  // BSNs count modulo this
inline constexpr unsigned kWindow = 64;            // TS 44.060 9.1.9
inline constexpr std::uint8_t kUsfUnused = 7;      // on a PDCH with PRACH; otherwise a value as others

// How far `bsn` is ahead of `base`, 0..127.
constexpr unsigned distance(unsigned base, unsigned bsn) {
  return (bsn - base) % kSequenceNumbers;
}

// One LLC PDU's part of an RLC data field.
struct Segment {
  Bytes octets;
  bool ends_pdu = false;  // as far as length indicators say so
  friend bool operator==(const Segment&, const Segment&) = default;
};

// Cuts the octets of an RLC data field by its length indicators (10.4.14 to 10.4.16). Error: indicators that contradict
// the field or each other; the block is then to be ignored.
Result<std::vector<Segment>> split(ByteView length_indicators, ByteView data);

// The MAC header of a downlink block (10.3).
struct DownlinkMacHeader {
  std::uint8_t payload_type = 0;     // 0: data, 1: control, 2: control with optional octets
  std::optional<std::uint8_t> rrbp;  // 0..3, where S/P says that it holds
  std::uint8_t usf = 0;

  static DownlinkMacHeader decode(std::uint8_t octet);
  std::uint8_t encode() const;
  friend bool operator==(const DownlinkMacHeader&, const DownlinkMacHeader&) = default;
};

struct DownlinkDataBlock {
  DownlinkMacHeader mac;
  std::uint8_t power_reduction = 0;
  std::uint8_t tfi = 0;
  bool final_block = false;  // FBI
  std::uint8_t bsn = 0;
  Bytes length_indicators;  // each with its M and E bit; may be none
  Bytes data;

  // `block`: a whole block, 23, 34, 40 or 54 octets, of payload type 0.
  static Result<DownlinkDataBlock> decode(ByteView block);
  Bytes encode(CodingScheme scheme) const;  // what is left free is filled with padding
  friend bool operator==(const DownlinkDataBlock&, const DownlinkDataBlock&) = default;
};

// A downlink control block, its optional octets (10.3.1) taken off.
struct DownlinkControlBlock {
  DownlinkMacHeader mac;
  // For one mobile alone, by its downlink TFI (or uplink TFI) in the optional octets.
  struct AddressOctet {
    std::uint8_t tfi = 0;
    bool downlink = false;
  };
  std::optional<AddressOctet> address;
  ByteView message;  // a view into the block

  // Error: not a CS-1 block, or a message in two segments, which we do not put together.
  static Result<DownlinkControlBlock> decode(ByteView block);
};

struct UplinkDataBlock {
  std::uint8_t countdown = 15;  // CV, 0..15
  bool stall = false;           // SI: the window is full
  bool retry = false;           // R: the access took more than one CHANNEL REQUEST
  std::uint8_t tfi = 0;
  std::uint8_t bsn = 0;
  std::optional<std::uint32_t> tlli;  // TI
  Bytes length_indicators;
  Bytes data;

  static Result<UplinkDataBlock> decode(ByteView block);
  Bytes encode(CodingScheme scheme) const;
  friend bool operator==(const UplinkDataBlock&, const UplinkDataBlock&) = default;
};

}  // namespace foothold::gsm::rlcmac

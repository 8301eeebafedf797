// SPDX-License-Identifier: AGPL-3.0-or-later
//
// IMMEDIATE ASSIGNMENT of packet resources, and its refusal (TS 44.018 9.1.18, 9.1.20).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "base/result.h"
#include "gsm/rr/request_reference.h"

namespace foothold::gsm::rr {

// Packet Channel Description (10.5.2.25a) of a channel that does not hop.
struct PacketChannel {
  std::uint8_t timeslot = 0;
  std::uint8_t training_sequence = 0;
  std::uint16_t arfcn = 0;
  friend bool operator==(const PacketChannel&, const PacketChannel&) = default;
};

// What the IA rest octets assign (10.5.2.16).
struct UplinkTbfAssignment {
  std::uint8_t tfi = 0;  // 0..31
  bool poll = false;
  std::uint8_t usf = 0;                         // 0..7
  bool usf_grants_four_blocks = false;          // USF_GRANULARITY
  std::uint8_t coding_command = 0;              // CS-1..CS-4 as 0..3
  bool tlli_blocks_as_commanded = false;        // TLLI_BLOCK_CHANNEL_CODING; else CS-1
  std::optional<std::uint16_t> starting_frame;  // as written, see decode_reduced_frame()
  friend bool operator==(const UplinkTbfAssignment&, const UplinkTbfAssignment&) = default;
};
struct SingleBlockAssignment {
  std::uint16_t starting_frame = 0;  // as written: the one block's
  friend bool operator==(const SingleBlockAssignment&, const SingleBlockAssignment&) = default;
};
struct DownlinkTbfAssignment {
  std::uint32_t tlli = 0;
  std::uint8_t tfi = 0;
  bool unacknowledged = false;  // RLC mode
  bool poll = false;            // a PACKET CONTROL ACKNOWLEDGEMENT is wanted at the starting frame
  bool timing_advance_valid = false;
  std::optional<std::uint16_t> starting_frame;
  friend bool operator==(const DownlinkTbfAssignment&, const DownlinkTbfAssignment&) = default;
};
// monostate: something else, such as a dedicated channel for circuit-switched service.
using PacketAssignment =
    std::variant<std::monostate, UplinkTbfAssignment, SingleBlockAssignment, DownlinkTbfAssignment>;

struct ImmediateAssignment {
  std::optional<PacketChannel> channel;  // none: hopping, or none for packets
  RequestReference reference;
  std::uint8_t timing_advance = 0;  // 0..63
  PacketAssignment assignment;

  // `block` is a CCCH block whose type is immediate_assignment.
  static Result<ImmediateAssignment> decode(ByteView block);
  // A block as a network sends it: a channel, and something assigned on it.
  Bytes encode() const;
  friend bool operator==(const ImmediateAssignment&, const ImmediateAssignment&) = default;
};

struct ImmediateAssignmentReject {
  struct Refusal {
    RequestReference reference;
    std::uint8_t wait_seconds = 0;  // T3142
    friend bool operator==(const Refusal&, const Refusal&) = default;
  };
  std::array<Refusal, 4> refusals;  // repeated where there are fewer

  static Result<ImmediateAssignmentReject> decode(ByteView block);
};

}  // namespace foothold::gsm::rr

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// RLC/MAC control messages from the network (TS 44.060 11.2). Encoding is there for the other end: the tests' network.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/result.h"
#include "gsm/identity/mobile_identity.h"
#include "gsm/rlcmac/elements.h"
#include "gsm/rlcmac/message_type.h"

namespace foothold::gsm::rlcmac {

struct DynamicAllocation {  // in PACKET UPLINK ASSIGNMENT
  bool extended = false;
  bool usf_grants_four_blocks = false;
  std::optional<std::uint8_t> tfi;             // none: the TBF keeps its own
  std::optional<std::uint8_t> blocks_granted;  // none: no end set
  std::optional<StartingFrame> start;
  std::array<std::optional<std::uint8_t>, 8> usf;  // for each timeslot of the allocation
  friend bool operator==(const DynamicAllocation&, const DynamicAllocation&) = default;
};
struct SingleBlockAllocation {  // the same
  std::uint8_t timeslot = 0;
  StartingFrame start;
  friend bool operator==(const SingleBlockAllocation&, const SingleBlockAllocation&) = default;
};
struct PacketUplinkAssignment {  // 11.2.29
  Address address;
  std::uint8_t coding_command = 0;  // CS-1..CS-4 as 0..3
  bool tlli_blocks_as_commanded = false;
  PacketTimingAdvance timing_advance;
  std::optional<FrequencyParameters> frequency;
  std::variant<DynamicAllocation, SingleBlockAllocation> allocation;
  friend bool operator==(const PacketUplinkAssignment&, const PacketUplinkAssignment&) = default;
};

struct PacketDownlinkAssignment {  // 11.2.7
  Address address;
  std::uint8_t mac_mode = 0;
  bool unacknowledged = false;  // RLC mode
  bool control_ack = false;     // the mobile still waits T3192: it leaves that state
  std::uint8_t timeslots = 0;   // bit 7: timeslot 0, as written
  PacketTimingAdvance timing_advance;
  std::optional<FrequencyParameters> frequency;
  std::optional<std::uint8_t> tfi;
  std::optional<StartingFrame> start;
  friend bool operator==(const PacketDownlinkAssignment&, const PacketDownlinkAssignment&) = default;
};

struct PacketUplinkAckNack {  // 11.2.28
  std::uint8_t tfi = 0;
  std::uint8_t coding_command = 0;
  AckNackDescription ack;
  std::optional<std::uint32_t> contention_resolution_tlli;
  std::optional<PacketTimingAdvance> timing_advance;
  friend bool operator==(const PacketUplinkAckNack&, const PacketUplinkAckNack&) = default;
};

struct PacketAccessReject {  // 11.2.1
  struct Refusal {
    Address address;
    std::optional<std::uint16_t> wait_milliseconds_20;  // T3172 in units of 20 ms, up to 255 s
    friend bool operator==(const Refusal&, const Refusal&) = default;
  };
  std::vector<Refusal> refusals;
  friend bool operator==(const PacketAccessReject&, const PacketAccessReject&) = default;
};

struct PacketTbfRelease {  // 11.2.26
  Address address;
  bool uplink = false;
  bool downlink = false;
  std::uint8_t cause = 0;  // 0: normal, 2: abnormal
  friend bool operator==(const PacketTbfRelease&, const PacketTbfRelease&) = default;
};

struct PacketPollingRequest {  // 11.2.12
  Address address;
  bool as_block = false;  // TYPE_OF_ACK: an RLC/MAC block, not four access bursts
  friend bool operator==(const PacketPollingRequest&, const PacketPollingRequest&) = default;
};

struct PacketPdchRelease {     // 11.2.25
  std::uint8_t available = 0;  // TIMESLOTS_AVAILABLE; bit 7: timeslot 0, as written
  friend bool operator==(const PacketPdchRelease&, const PacketPdchRelease&) = default;
};

struct PacketPagingRequest {  // 11.2.10; pages for packet transfer only
  std::vector<MobileIdentity> identities;
};

// Known, and of no consequence here: dummies, power control, what hopping or circuit-switched service would need.
struct OtherDownlinkMessage {
  DownlinkType type{};
};

using DownlinkMessage =
    std::variant<OtherDownlinkMessage, PacketUplinkAssignment, PacketDownlinkAssignment, PacketUplinkAckNack,
                 PacketAccessReject, PacketTbfRelease, PacketPollingRequest, PacketPdchRelease, PacketPagingRequest>;

DownlinkType type_of(const DownlinkMessage& message);

// `octets`: the 22 octets behind the MAC header. Error: cut off, or in a form for mobiles that can do more (EGPRS,
// hopping, fixed allocation).
Result<DownlinkMessage> decode_downlink_message(ByteView octets);

// 22 octets, padded.
Bytes encode(const PacketUplinkAssignment& message);
Bytes encode(const PacketDownlinkAssignment& message);
Bytes encode(const PacketUplinkAckNack& message);
Bytes encode(const PacketAccessReject& message);
Bytes encode(const PacketTbfRelease& message);
Bytes encode(const PacketPollingRequest& message);
Bytes encode(const PacketPdchRelease& message);

}  // namespace foothold::gsm::rlcmac

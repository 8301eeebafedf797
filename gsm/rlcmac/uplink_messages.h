// SPDX-License-Identifier: AGPL-3.0-or-later
//
// RLC/MAC control messages from the mobile (TS 44.060 11.2). Decoding is there for the other end: the tests' network.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "base/result.h"
#include "gsm/rlcmac/elements.h"
#include "gsm/rlcmac/message_type.h"

namespace foothold::gsm::rlcmac {

struct PacketControlAcknowledgement {  // 11.2.2
  std::uint32_t tlli = 0;
  // CTRL_ACK, which of two segments were received; 3 also for a message in one (table 11.2.2.1).
  std::uint8_t control_ack = 3;
  friend bool operator==(const PacketControlAcknowledgement&, const PacketControlAcknowledgement&) = default;
};

// Channel Quality Report, in PACKET DOWNLINK ACK/NACK (11.2.6).
struct ChannelQuality {
  std::uint8_t c_value = 0;                                 // 0..63 (TS 45.008 10.2.3.1.2)
  std::uint8_t rxqual = 0;                                  // 0..7
  std::uint8_t variance = 0;                                // SIGN_VAR, 0..63, quarters of a dB
  std::array<std::optional<std::uint8_t>, 8> interference;  // I_LEVEL of each timeslot
  friend bool operator==(const ChannelQuality&, const ChannelQuality&) = default;
};

struct PacketDownlinkAckNack {  // 11.2.6
  std::uint8_t tfi = 0;
  AckNackDescription ack;
  std::optional<ChannelRequestDescription> channel_request;
  ChannelQuality quality;
  friend bool operator==(const PacketDownlinkAckNack&, const PacketDownlinkAckNack&) = default;
};

struct PacketUplinkDummy {  // 11.2.8b
  std::uint32_t tlli = 0;
  friend bool operator==(const PacketUplinkDummy&, const PacketUplinkDummy&) = default;
};

struct PacketResourceRequest {              // 11.2.16
  std::optional<std::uint8_t> access_type;  // 0: two-phase access, 1: page response, 2: cell update, 3: MM procedure
  Address address;
  Bytes ms_ra_capability;  // value of TS 24.008 10.5.5.12a; empty: left out
  ChannelRequestDescription channel_request;
  std::uint8_t c_value = 0;
  friend bool operator==(const PacketResourceRequest&, const PacketResourceRequest&) = default;
};

using UplinkMessage =
    std::variant<PacketControlAcknowledgement, PacketDownlinkAckNack, PacketUplinkDummy, PacketResourceRequest>;

// A whole uplink block of 23 octets, MAC header included. Encoding what does not fit (a capability of more than some
// ten octets) cuts it off.
Bytes encode(const UplinkMessage& message);
// `block`: as encode() gives it. Error: cut off, or of another type.
Result<UplinkMessage> decode_uplink_message(ByteView block);

// How many bits of an MS Radio Access capability (TS 24.008 10.5.5.12a) are used; without what would make it too long
// for a PACKET RESOURCE REQUEST. 0: none that can be used.
std::size_t used_bits_of_capability(ByteView value);

}  // namespace foothold::gsm::rlcmac

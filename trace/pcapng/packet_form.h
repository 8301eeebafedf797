// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "trace/event.h"

namespace foothold::trace {

// The interfaces of our pcapng sections, by their index.
enum class PacketInterface : std::uint32_t { ethernet, ip, gsmtap };

// How an event looks to Wireshark.
struct Packet {
  PacketInterface interface = PacketInterface::gsmtap;
  Bytes bytes;
  bool cut = false;  // the payload did not fit into an IPv4 packet
};

// Payloads that are frames of their own stay so. All others become GSMTAP (libosmocore's gsmtap.h) in a UDP datagram to
// port 4729 between the actors' addresses; an event without bytes becomes a GSMTAP log message with its description.
Packet to_packet(const Event& event);
// The event's bytes out of such a packet. Errors: shorter than its headers.
Result<Bytes> payload_of_packet(Payload payload, ByteView packet);

// The address that stands for an actor in a GSMTAP packet: TEST-NET-1 (RFC 5737), 192.0.2.<number of the actor>, so
// that it meets no address of a run.
std::uint32_t address_of(Actor actor);

}  // namespace foothold::trace

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include "base/bytes.h"
#include "lab/capture/address_table.h"
#include "trace/event.h"

namespace foothold::lab::capture {

// The ports of a run (docs/interfaces.md 1).
constexpr std::uint16_t kNsPort = 2157;
constexpr std::uint16_t kGtpControlPort = 2123;
constexpr std::uint16_t kGtpUserPort = 2152;
constexpr std::uint16_t kGsupPort = 4222;

// `wire.packet` of a captured frame (Payload::ethernet) or IPv4 packet (Payload::ipv4): layer by port, actors by
// address. What is not IPv4 has layer ip and no actors.
trace::Event packet_event(trace::Time time, trace::Payload payload, Bytes bytes, const AddressTable& actors);

}  // namespace foothold::lab::capture

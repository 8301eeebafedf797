// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <string>

#include "gsm/grr/grr_effects.h"
#include "gsm/l1/primitives.h"
#include "trace/event.h"

namespace foothold::rf_bridge::um {

// Um frames as trace events with the GSMTAP message in them, which Wireshark decodes: um.downlink_block,
// um.uplink_block, um.access_burst.
trace::Event event_of(const gsm::l1::DownlinkBlock& block, const std::string& device);
trace::Event event_of(const gsm::l1::UplinkBlock& block, std::uint16_t arfcn, const std::string& device);
trace::Event access_burst_event(std::uint8_t random_access, gsm::l1::FrameNumber frame_number, std::uint16_t arfcn,
                                const std::string& device);

// What has been counted since the mobile was made: um.counters.
trace::Event counters_event(const gsm::grr::Counters& counters, const std::string& device);

}  // namespace foothold::rf_bridge::um

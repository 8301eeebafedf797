// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

namespace foothold::gsm::rlcmac {

// MESSAGE_TYPE, 6 bits (TS 44.060 tables 11.2.0.1 and 11.2.0.2), those that have a meaning here.
enum class DownlinkType : std::uint8_t {
  packet_downlink_assignment = 0x02,
  packet_polling_request = 0x04,
  packet_power_control_timing_advance = 0x05,
  packet_timeslot_reconfigure = 0x07,
  packet_tbf_release = 0x08,
  packet_uplink_ack_nack = 0x09,
  packet_uplink_assignment = 0x0a,
  packet_access_reject = 0x21,
  packet_paging_request = 0x22,
  packet_pdch_release = 0x23,
  packet_downlink_dummy = 0x25,
};
enum class UplinkType : std::uint8_t {
  packet_control_acknowledgement = 0x01,
  packet_downlink_ack_nack = 0x02,
  packet_uplink_dummy = 0x03,
  packet_resource_request = 0x05,
};

const char* to_string(DownlinkType type);  // "packet_uplink_assignment"
const char* to_string(UplinkType type);

}  // namespace foothold::gsm::rlcmac

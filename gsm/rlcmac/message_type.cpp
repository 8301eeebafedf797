// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/rlcmac/message_type.h"

namespace foothold::gsm::rlcmac {

const char* to_string(DownlinkType type) {
  switch (type) {
    case DownlinkType::packet_downlink_assignment:
      return "packet_downlink_assignment";
    case DownlinkType::packet_polling_request:
      return "packet_polling_request";
    case DownlinkType::packet_power_control_timing_advance:
      return "packet_power_control_timing_advance";
    case DownlinkType::packet_timeslot_reconfigure:
      return "packet_timeslot_reconfigure";
    case DownlinkType::packet_tbf_release:
      return "packet_tbf_release";
    case DownlinkType::packet_uplink_ack_nack:
      return "packet_uplink_ack_nack";
    case DownlinkType::packet_uplink_assignment:
      return "packet_uplink_assignment";
    case DownlinkType::packet_access_reject:
      return "packet_access_reject";
    case DownlinkType::packet_paging_request:
      return "packet_paging_request";
    case DownlinkType::packet_pdch_release:
      return "packet_pdch_release";
    case DownlinkType::packet_downlink_dummy:
      return "packet_downlink_dummy";
  }
  return "unknown_message";
}

const char* to_string(UplinkType type) {
  switch (type) {
    case UplinkType::packet_control_acknowledgement:
      return "packet_control_acknowledgement";
    case UplinkType::packet_downlink_ack_nack:
      return "packet_downlink_ack_nack";
    case UplinkType::packet_uplink_dummy:
      return "packet_uplink_dummy";
    case UplinkType::packet_resource_request:
      return "packet_resource_request";
  }
  return "unknown_message";
}

}  // namespace foothold::gsm::rlcmac

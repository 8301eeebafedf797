// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/message_type.h"

namespace foothold::gsm::gmm {

const char* to_string(MessageType type) {
  switch (type) {
    case MessageType::attach_request:
      return "attach_request";
    case MessageType::attach_accept:
      return "attach_accept";
    case MessageType::attach_complete:
      return "attach_complete";
    case MessageType::attach_reject:
      return "attach_reject";
    case MessageType::detach_request:
      return "detach_request";
    case MessageType::detach_accept:
      return "detach_accept";
    case MessageType::routing_area_update_request:
      return "routing_area_update_request";
    case MessageType::routing_area_update_accept:
      return "routing_area_update_accept";
    case MessageType::routing_area_update_complete:
      return "routing_area_update_complete";
    case MessageType::routing_area_update_reject:
      return "routing_area_update_reject";
    case MessageType::service_request:
      return "service_request";
    case MessageType::ptmsi_reallocation_command:
      return "ptmsi_reallocation_command";
    case MessageType::ptmsi_reallocation_complete:
      return "ptmsi_reallocation_complete";
    case MessageType::authentication_and_ciphering_request:
      return "authentication_and_ciphering_request";
    case MessageType::authentication_and_ciphering_response:
      return "authentication_and_ciphering_response";
    case MessageType::authentication_and_ciphering_reject:
      return "authentication_and_ciphering_reject";
    case MessageType::identity_request:
      return "identity_request";
    case MessageType::identity_response:
      return "identity_response";
    case MessageType::authentication_and_ciphering_failure:
      return "authentication_and_ciphering_failure";
    case MessageType::gmm_status:
      return "status";
    case MessageType::gmm_information:
      return "information";
  }
  return nullptr;
}

bool may_be_ciphered(MessageType type) {
  switch (type) {
    case MessageType::attach_request:
    case MessageType::attach_reject:
    case MessageType::authentication_and_ciphering_request:
    case MessageType::authentication_and_ciphering_response:
    case MessageType::authentication_and_ciphering_failure:
    case MessageType::authentication_and_ciphering_reject:
    case MessageType::identity_request:
    case MessageType::identity_response:
    case MessageType::routing_area_update_request:
    case MessageType::routing_area_update_reject:
      return false;
    default:
      return true;
  }
}

}  // namespace foothold::gsm::gmm

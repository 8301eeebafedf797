// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/message_type.h"

namespace foothold::gsm::sm {

const char* to_string(MessageType type) {
  switch (type) {
    case MessageType::activate_pdp_context_request:
      return "activate_pdp_context_request";
    case MessageType::activate_pdp_context_accept:
      return "activate_pdp_context_accept";
    case MessageType::activate_pdp_context_reject:
      return "activate_pdp_context_reject";
    case MessageType::request_pdp_context_activation:
      return "request_pdp_context_activation";
    case MessageType::request_pdp_context_activation_reject:
      return "request_pdp_context_activation_reject";
    case MessageType::deactivate_pdp_context_request:
      return "deactivate_pdp_context_request";
    case MessageType::deactivate_pdp_context_accept:
      return "deactivate_pdp_context_accept";
    case MessageType::modify_pdp_context_request:
    case MessageType::modify_pdp_context_request_from_ms:
      return "modify_pdp_context_request";
    case MessageType::modify_pdp_context_accept:
    case MessageType::modify_pdp_context_accept_to_ms:
      return "modify_pdp_context_accept";
    case MessageType::modify_pdp_context_reject:
      return "modify_pdp_context_reject";
    case MessageType::sm_status:
      return "status";
  }
  return nullptr;
}

}  // namespace foothold::gsm::sm

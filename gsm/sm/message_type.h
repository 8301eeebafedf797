// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

namespace foothold::gsm::sm {

// Message types of session management (TS 24.008 table 10.4a). A value not listed is possible in input.
enum class MessageType : std::uint8_t {
  activate_pdp_context_request = 0x41,
  activate_pdp_context_accept = 0x42,
  activate_pdp_context_reject = 0x43,
  request_pdp_context_activation = 0x44,
  request_pdp_context_activation_reject = 0x45,
  deactivate_pdp_context_request = 0x46,
  deactivate_pdp_context_accept = 0x47,
  modify_pdp_context_request = 0x48,  // network to MS
  modify_pdp_context_accept = 0x49,   // MS to network
  modify_pdp_context_request_from_ms = 0x4a,
  modify_pdp_context_accept_to_ms = 0x4b,
  modify_pdp_context_reject = 0x4c,
  sm_status = 0x55,
};

// As trace events name it, without the layer: "activate_pdp_context_request"; null for a type that is not one.
const char* to_string(MessageType type);

}  // namespace foothold::gsm::sm

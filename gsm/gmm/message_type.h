// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/bytes.h"

namespace foothold::gsm::gmm {

// Message types of GPRS mobility management (TS 24.008 table 10.4). A value not listed is possible in input.
enum class MessageType : std::uint8_t {
  attach_request = 0x01,
  attach_accept = 0x02,
  attach_complete = 0x03,
  attach_reject = 0x04,
  detach_request = 0x05,
  detach_accept = 0x06,
  routing_area_update_request = 0x08,
  routing_area_update_accept = 0x09,
  routing_area_update_complete = 0x0a,
  routing_area_update_reject = 0x0b,
  service_request = 0x0c,
  ptmsi_reallocation_command = 0x10,
  ptmsi_reallocation_complete = 0x11,
  authentication_and_ciphering_request = 0x12,
  authentication_and_ciphering_response = 0x13,
  authentication_and_ciphering_reject = 0x14,
  identity_request = 0x15,
  identity_response = 0x16,
  authentication_and_ciphering_failure = 0x1c,
  gmm_status = 0x20,
  gmm_information = 0x21,
};

// As trace events name it, without the layer: "attach_request"; null for a type that is not one.
const char* to_string(MessageType type);

// Whether LLC may cipher this message. The others are always sent in the clear, so that a network which does not
// know the mobile can read them (TS 24.008 4.7.1.2).
bool may_be_ciphered(MessageType type);

}  // namespace foothold::gsm::gmm

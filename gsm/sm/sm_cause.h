// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

namespace foothold::gsm::sm {

// SM cause (TS 24.008 10.5.6.6). A value that is not listed here is possible and is kept as it came.
enum class SmCause : std::uint8_t {
  operator_determined_barring = 8,
  llc_or_sndcp_failure = 25,
  insufficient_resources = 26,
  missing_or_unknown_apn = 27,
  unknown_pdp_address_or_type = 28,
  user_authentication_failed = 29,
  activation_rejected_by_ggsn = 30,
  activation_rejected_unspecified = 31,
  service_option_not_supported = 32,
  requested_service_option_not_subscribed = 33,
  service_option_temporarily_out_of_order = 34,
  nsapi_already_used = 35,
  regular_deactivation = 36,
  qos_not_accepted = 37,
  network_failure = 38,
  reactivation_required = 39,
  feature_not_supported = 40,
  invalid_transaction_identifier = 81,
  semantically_incorrect_message = 95,
  invalid_mandatory_information = 96,
  message_type_not_implemented = 97,
  message_type_not_compatible_with_state = 98,
  information_element_not_implemented = 99,
  conditional_ie_error = 100,
  message_not_compatible_with_state = 101,
  protocol_error_unspecified = 111,
};

// In words, e.g. "missing or unknown APN"; "unknown cause" for a value without a name.
const char* to_string(SmCause cause);

}  // namespace foothold::gsm::sm

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <cstdint>

namespace foothold::gsm::gmm {

// GMM cause (TS 24.008 10.5.5.14). A value that is not listed here is possible and is kept as it came.
enum class GmmCause : std::uint8_t {
  imsi_unknown_in_hlr = 2,
  illegal_ms = 3,
  imei_not_accepted = 5,
  illegal_me = 6,
  gprs_services_not_allowed = 7,
  gprs_and_non_gprs_services_not_allowed = 8,
  ms_identity_cannot_be_derived = 9,
  implicitly_detached = 10,
  plmn_not_allowed = 11,
  location_area_not_allowed = 12,
  roaming_not_allowed_in_location_area = 13,
  gprs_services_not_allowed_in_plmn = 14,
  no_suitable_cells_in_location_area = 15,
  msc_temporarily_not_reachable = 16,
  network_failure = 17,
  mac_failure = 20,
  synch_failure = 21,
  congestion = 22,
  gsm_authentication_unacceptable = 23,
  not_authorized_for_csg = 25,
  no_pdp_context_activated = 40,
  semantically_incorrect_message = 95,
  invalid_mandatory_information = 96,
  message_type_not_implemented = 97,
  message_type_not_compatible_with_state = 98,
  information_element_not_implemented = 99,
  conditional_ie_error = 100,
  message_not_compatible_with_state = 101,
  protocol_error_unspecified = 111,
};

// In words, e.g. "PLMN not allowed"; "unknown cause" for a value without a name.
const char* to_string(GmmCause cause);

}  // namespace foothold::gsm::gmm

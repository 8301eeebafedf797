// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/gmm_cause.h"

namespace foothold::gsm::gmm {

const char* to_string(GmmCause cause) {
  switch (cause) {
    case GmmCause::imsi_unknown_in_hlr:
      return "IMSI unknown in HLR";
    case GmmCause::illegal_ms:
      return "illegal MS";
    case GmmCause::imei_not_accepted:
      return "IMEI not accepted";
    case GmmCause::illegal_me:
      return "illegal ME";
    case GmmCause::gprs_services_not_allowed:
      return "GPRS services not allowed";
    case GmmCause::gprs_and_non_gprs_services_not_allowed:
      return "GPRS services and non-GPRS services not allowed";
    case GmmCause::ms_identity_cannot_be_derived:
      return "MS identity cannot be derived by the network";
    case GmmCause::implicitly_detached:
      return "implicitly detached";
    case GmmCause::plmn_not_allowed:
      return "PLMN not allowed";
    case GmmCause::location_area_not_allowed:
      return "location area not allowed";
    case GmmCause::roaming_not_allowed_in_location_area:
      return "roaming not allowed in this location area";
    case GmmCause::gprs_services_not_allowed_in_plmn:
      return "GPRS services not allowed in this PLMN";
    case GmmCause::no_suitable_cells_in_location_area:
      return "no suitable cells in location area";
    case GmmCause::msc_temporarily_not_reachable:
      return "MSC temporarily not reachable";
    case GmmCause::network_failure:
      return "network failure";
    case GmmCause::mac_failure:
      return "MAC failure";
    case GmmCause::synch_failure:
      return "synch failure";
    case GmmCause::congestion:
      return "congestion";
    case GmmCause::gsm_authentication_unacceptable:
      return "GSM authentication unacceptable";
    case GmmCause::not_authorized_for_csg:
      return "not authorized for this CSG";
    case GmmCause::no_pdp_context_activated:
      return "no PDP context activated";
    case GmmCause::semantically_incorrect_message:
      return "semantically incorrect message";
    case GmmCause::invalid_mandatory_information:
      return "invalid mandatory information";
    case GmmCause::message_type_not_implemented:
      return "message type non-existent or not implemented";
    case GmmCause::message_type_not_compatible_with_state:
      return "message type not compatible with protocol state";
    case GmmCause::information_element_not_implemented:
      return "information element non-existent or not implemented";
    case GmmCause::conditional_ie_error:
      return "conditional IE error";
    case GmmCause::message_not_compatible_with_state:
      return "message not compatible with protocol state";
    case GmmCause::protocol_error_unspecified:
      return "protocol error, unspecified";
  }
  return "unknown cause";
}

}  // namespace foothold::gsm::gmm

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/sm_cause.h"

namespace foothold::gsm::sm {

const char* to_string(SmCause cause) {
  switch (cause) {
    case SmCause::operator_determined_barring:
      return "operator determined barring";
    case SmCause::llc_or_sndcp_failure:
      return "LLC or SNDCP failure";
    case SmCause::insufficient_resources:
      return "insufficient resources";
    case SmCause::missing_or_unknown_apn:
      return "missing or unknown APN";
    case SmCause::unknown_pdp_address_or_type:
      return "unknown PDP address or PDP type";
    case SmCause::user_authentication_failed:
      return "user authentication failed";
    case SmCause::activation_rejected_by_ggsn:
      return "activation rejected by GGSN";
    case SmCause::activation_rejected_unspecified:
      return "activation rejected, unspecified";
    case SmCause::service_option_not_supported:
      return "service option not supported";
    case SmCause::requested_service_option_not_subscribed:
      return "requested service option not subscribed";
    case SmCause::service_option_temporarily_out_of_order:
      return "service option temporarily out of order";
    case SmCause::nsapi_already_used:
      return "NSAPI already used";
    case SmCause::regular_deactivation:
      return "regular deactivation";
    case SmCause::qos_not_accepted:
      return "QoS not accepted";
    case SmCause::network_failure:
      return "network failure";
    case SmCause::reactivation_required:
      return "reactivation required";
    case SmCause::feature_not_supported:
      return "feature not supported";
    case SmCause::invalid_transaction_identifier:
      return "invalid transaction identifier";
    case SmCause::semantically_incorrect_message:
      return "semantically incorrect message";
    case SmCause::invalid_mandatory_information:
      return "invalid mandatory information";
    case SmCause::message_type_not_implemented:
      return "message type non-existent or not implemented";
    case SmCause::message_type_not_compatible_with_state:
      return "message type not compatible with protocol state";
    case SmCause::information_element_not_implemented:
      return "information element non-existent or not implemented";
    case SmCause::conditional_ie_error:
      return "conditional IE error";
    case SmCause::message_not_compatible_with_state:
      return "message not compatible with protocol state";
    case SmCause::protocol_error_unspecified:
      return "protocol error, unspecified";
  }
  return "unknown cause";
}

}  // namespace foothold::gsm::sm

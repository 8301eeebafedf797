// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/sm_cause.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>

extern "C" {
#include <osmocom/gsm/protocol/gsm_04_08_gprs.h>
}

namespace foothold::gsm::sm {
namespace {

// Against a table that others made from the same clause, 10.5.6.6.
TEST(SmCause, NumbersAreThoseOfLibosmocore) {
  const std::array<std::pair<SmCause, int>, 12> pairs{{
      {SmCause::operator_determined_barring, GSM_CAUSE_OPER_DET_BARR},
      {SmCause::insufficient_resources, GSM_CAUSE_INSUFF_RSRC},
      {SmCause::missing_or_unknown_apn, GSM_CAUSE_MISSING_APN},
      {SmCause::user_authentication_failed, GSM_CAUSE_AUTH_FAILED},
      {SmCause::requested_service_option_not_subscribed, GSM_CAUSE_REQ_SERV_OPT_NOTSUB},
      {SmCause::nsapi_already_used, GSM_CAUSE_NSAPI_IN_USE},
      {SmCause::regular_deactivation, GSM_CAUSE_DEACT_REGULAR},
      {SmCause::qos_not_accepted, GSM_CAUSE_QOS_NOT_ACCEPTED},
      {SmCause::reactivation_required, GSM_CAUSE_REACT_RQD},
      {SmCause::feature_not_supported, GSM_CAUSE_FEATURE_NOTSUPP},
      {SmCause::invalid_transaction_identifier, GSM_CAUSE_INVALID_TRANS_ID},
      {SmCause::protocol_error_unspecified, GSM_CAUSE_PROTO_ERR_UNSPEC},
  }};
  for (const auto& [ours, theirs] : pairs) EXPECT_EQ(static_cast<int>(ours), theirs) << to_string(ours);
}

}  // namespace
}  // namespace foothold::gsm::sm

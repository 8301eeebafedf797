// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/gmm_cause.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <utility>

extern "C" {
#include <osmocom/gsm/protocol/gsm_04_08_gprs.h>
}

namespace foothold::gsm::gmm {
namespace {

// Against a table that others made from the same clause, 10.5.5.14.
TEST(GmmCause, NumbersAreThoseOfLibosmocore) {
  const std::array<std::pair<GmmCause, int>, 14> pairs{{
      {GmmCause::imsi_unknown_in_hlr, GMM_CAUSE_IMSI_UNKNOWN},
      {GmmCause::illegal_ms, GMM_CAUSE_ILLEGAL_MS},
      {GmmCause::illegal_me, GMM_CAUSE_ILLEGAL_ME},
      {GmmCause::gprs_services_not_allowed, GMM_CAUSE_GPRS_NOTALLOWED},
      {GmmCause::ms_identity_cannot_be_derived, GMM_CAUSE_MS_ID_NOT_DERIVED},
      {GmmCause::implicitly_detached, GMM_CAUSE_IMPL_DETACHED},
      {GmmCause::plmn_not_allowed, GMM_CAUSE_PLMN_NOTALLOWED},
      {GmmCause::no_suitable_cells_in_location_area, GMM_CAUSE_NO_SUIT_CELL_IN_LA},
      {GmmCause::network_failure, GMM_CAUSE_NET_FAIL},
      {GmmCause::mac_failure, GMM_CAUSE_MAC_FAIL},
      {GmmCause::synch_failure, GMM_CAUSE_SYNC_FAIL},
      {GmmCause::gsm_authentication_unacceptable, GMM_CAUSE_GSM_AUTH_UNACCEPT},
      {GmmCause::message_type_not_compatible_with_state, GMM_CAUSE_MSGT_INCOMP_P_STATE},
      {GmmCause::protocol_error_unspecified, GMM_CAUSE_PROTO_ERR_UNSPEC},
  }};
  for (const auto& [ours, theirs] : pairs) EXPECT_EQ(static_cast<int>(ours), theirs) << to_string(ours);
}

TEST(GmmCause, EachHasWordsOfItsOwn) {
  std::set<std::string> words;
  int named = 0;
  for (int value = 0; value < 256; ++value) {
    const std::string text = to_string(static_cast<GmmCause>(value));
    if (text == "unknown cause") continue;
    ++named;
    words.insert(text);
  }
  EXPECT_EQ(named, 29);
  EXPECT_EQ(words.size(), 29U);
}

}  // namespace
}  // namespace foothold::gsm::gmm

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/names.h"

#include <gtest/gtest.h>

namespace foothold::gsm {
namespace {

// The example of TS 23.003 13.2 and 13.3: IMSI 234150999999999, MCC 234, MNC 15.
TEST(Names, ExampleOfClause13) {
  const auto plmn = *Plmn::parse("234-15");
  const auto imsi = *Imsi::parse("234150999999999");
  EXPECT_EQ(home_network_domain(plmn), "ims.mnc015.mcc234.3gppnetwork.org");
  EXPECT_EQ(impi_from_imsi(imsi, plmn), "234150999999999@ims.mnc015.mcc234.3gppnetwork.org");
  EXPECT_EQ(bsf_name(plmn), "bsf.mnc015.mcc234.pub.3gppnetwork.org");
  EXPECT_EQ(bsf_name(*Plmn::parse("234-150")), "bsf.mnc150.mcc234.pub.3gppnetwork.org");
}

}  // namespace
}  // namespace foothold::gsm

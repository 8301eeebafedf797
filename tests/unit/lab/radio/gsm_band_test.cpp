// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/radio/gsm_band.h"

#include <gtest/gtest.h>

namespace foothold::lab {
namespace {

using Carrier = CarrierFrequencies;

// TS 45.005 table 2-2: Fl(n) and Fu(n) at the ends of each range.
TEST(GsmBand, HasTheFrequenciesOfTheTable) {
  EXPECT_EQ(carrier_frequencies("GSM900", 0), (Carrier{890'000, 935'000}));
  EXPECT_EQ(carrier_frequencies("GSM900", 124), (Carrier{914'800, 959'800}));
  EXPECT_EQ(carrier_frequencies("GSM900", 975), (Carrier{880'200, 925'200}));
  EXPECT_EQ(carrier_frequencies("GSM900", 1023), (Carrier{889'800, 934'800}));
  EXPECT_EQ(carrier_frequencies("GSM850", 128), (Carrier{824'200, 869'200}));
  EXPECT_EQ(carrier_frequencies("GSM850", 251), (Carrier{848'800, 893'800}));
  EXPECT_EQ(carrier_frequencies("DCS1800", 512), (Carrier{1'710'200, 1'805'200}));
  EXPECT_EQ(carrier_frequencies("DCS1800", 885), (Carrier{1'784'800, 1'879'800}));
  EXPECT_EQ(carrier_frequencies("PCS1900", 810), (Carrier{1'909'800, 1'989'800}));
}

TEST(GsmBand, RefusesANumberOfAnotherBand) {
  const auto carrier = carrier_frequencies("GSM900", 512);
  ASSERT_FALSE(carrier);
  EXPECT_EQ(carrier.error().field, "arfcn");
  EXPECT_NE(carrier.error().what.find("0 to 124, 975 to 1023"), std::string::npos) << carrier.error().what;
}

TEST(GsmBand, RefusesABandThatOsmocomDoesNotName) {
  const auto carrier = carrier_frequencies("900", 51);
  ASSERT_FALSE(carrier);
  EXPECT_EQ(carrier.error().field, "band");
}

}  // namespace
}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/carrier.h"

#include <gtest/gtest.h>

namespace foothold::rf_bridge::trx {
namespace {

// TS 45.005 table 2-2; ARFCN 871 as osmo-bts-trx tunes to it (RXTUNE 1782000, TXTUNE 1877000).
TEST(TrxCarrier, HasTheFrequenciesOfItsBand) {
  EXPECT_EQ(carrier_of(871), (Carrier{1'782'000, 1'877'000}));
  EXPECT_EQ(carrier_of(0), (Carrier{890'000, 935'000}));
  EXPECT_EQ(carrier_of(51), (Carrier{900'200, 945'200}));
  EXPECT_EQ(carrier_of(1023), (Carrier{889'800, 934'800}));
  EXPECT_EQ(carrier_of(975), (Carrier{880'200, 925'200}));
  EXPECT_EQ(carrier_of(128), (Carrier{824'200, 869'200}));
  for (const auto arfcn : std::initializer_list<std::uint16_t>{125, 127, 252, 511, 886, 954, 1024})
    EXPECT_FALSE(carrier_of(arfcn)) << arfcn;
}

}  // namespace
}  // namespace foothold::rf_bridge::trx

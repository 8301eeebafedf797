// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/vno/subscriber_locations.h"

#include <gtest/gtest.h>

namespace foothold::operators::vno {
namespace {

gsm::Imsi imsi(std::size_t n) {
  return gsm::Imsi::parse("00102" + std::to_string(1'000'000'000 + n)).value();
}

TEST(SubscriberLocations, KnowsTheLastSgsn) {
  SubscriberLocations locations;
  EXPECT_FALSE(locations.find(imsi(1)));
  locations.seen(imsi(1), 7);
  locations.seen(imsi(1), 8);
  EXPECT_EQ(locations.find(imsi(1)), 8U);
  EXPECT_EQ(locations.size(), 1U);
}

TEST(SubscriberLocations, ForgetsASgsn) {
  SubscriberLocations locations;
  locations.seen(imsi(1), 7);
  locations.seen(imsi(2), 8);
  locations.forget_sgsn(7);
  EXPECT_FALSE(locations.find(imsi(1)));
  EXPECT_EQ(locations.find(imsi(2)), 8U);
}

TEST(SubscriberLocations, ForgetsTheQuietestWhenFull) {
  SubscriberLocations locations;
  for (std::size_t i = 0; i < SubscriberLocations::kMax; ++i) locations.seen(imsi(i), 1);
  locations.seen(imsi(0), 1);  // no longer the quietest
  locations.seen(imsi(SubscriberLocations::kMax), 1);
  EXPECT_EQ(locations.size(), SubscriberLocations::kMax);
  EXPECT_TRUE(locations.find(imsi(0)));
  EXPECT_FALSE(locations.find(imsi(1)));
}

}  // namespace
}  // namespace foothold::operators::vno

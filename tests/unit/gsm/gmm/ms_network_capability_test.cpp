// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/ms_network_capability.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::gmm {
namespace {

std::string encoded(const MsNetworkCapability& capability) {
  Bytes out;
  ByteWriter writer(out);
  capability.encode(writer);
  return to_hex(out);
}

TEST(MsNetworkCapability, ReadsWhatARealMobileSends) {
  // e5e0, taken by osmo-sgsn as R99 with GEA/1, GEA/2 and GEA/3.
  const auto c = MsNetworkCapability::decode(*from_hex("e5e0"));
  ASSERT_TRUE(c);
  EXPECT_TRUE(c->supports_gea(0) && c->supports_gea(1) && c->supports_gea(2) && c->supports_gea(3));
  EXPECT_FALSE(c->supports_gea(4));
  EXPECT_FALSE(c->supports_gea(8));
  EXPECT_TRUE(c->release_99 && c->sms_via_gprs && c->sms_via_dedicated_channels && c->packet_flow);
  EXPECT_EQ(c->ss_screening, 1);
  EXPECT_EQ(encoded(*c), "e5e0");
}

TEST(MsNetworkCapability, CodesEachAlgorithmInItsBit) {
  const std::array<const char*, 8> expected{"", "8500", "0540", "0520", "0510", "0508", "0504", "0502"};
  for (unsigned n = 1; n <= 7; ++n) {
    MsNetworkCapability c;
    c.set_gea(n);
    EXPECT_EQ(encoded(c), expected[n]);
    EXPECT_EQ(MsNetworkCapability::decode(*from_hex(expected[n])), c);
  }
}

TEST(MsNetworkCapability, KeepsOctetsOfLaterReleases) {
  EXPECT_EQ(encoded(*MsNetworkCapability::decode(*from_hex("e5e034c0"))), "e5e034c0");
}

TEST(MsNetworkCapability, ReadsOneOctetOfAnOldMobile) {
  const auto c = MsNetworkCapability::decode(*from_hex("80"));
  ASSERT_TRUE(c);
  EXPECT_TRUE(c->supports_gea(1));
  EXPECT_FALSE(c->release_99);
  EXPECT_FALSE(MsNetworkCapability::decode({}));
}

}  // namespace
}  // namespace foothold::gsm::gmm

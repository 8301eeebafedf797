// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gmm/ms_ra_capability.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::gmm {
namespace {

std::string encoded(const MsRaCapability& capability) {
  Bytes out;
  ByteWriter writer(out);
  capability.encode(writer);
  return to_hex(out);
}

// From an ATTACH REQUEST that osmo-sgsn and osmo-pcu took; Wireshark's reading:
//   Access Technology Type: GSM E, Length 69 bits, GMSK Power Class 4 (2 W), A5/1 and A5/3,
//   Controlled early Classmark Sending implemented, Pseudo Synchronisation present,
//   GPRS multislot class 12, GPRS Extended Dynamic Allocation implemented, EGPRS multislot class 12 ...
//   Access Technology Type: GSM 1800, Length 44 bits, class 1 (1 W), no multislot capability ...
//   Access Technology Type: GSM 850 ...
TEST(MsRaCapability, ReadsARealMobilesElement) {
  const auto c = MsRaCapability::decode(*from_hex("18b3432b2596620060809ac2c662006080bac8c66200608000"));
  ASSERT_TRUE(c);
  ASSERT_EQ(c->bands.size(), 3U);
  EXPECT_EQ(c->bands[0].technology, AccessTechnology::gsm_e);
  EXPECT_EQ(c->bands[0].rf_power_class, 4);
  EXPECT_TRUE(c->bands[0].controlled_early_classmark);
  EXPECT_TRUE(c->bands[0].pseudo_synchronisation);
  EXPECT_EQ(c->bands[0].gprs_multislot_class, 12);
  EXPECT_TRUE(c->bands[0].extended_dynamic_allocation);
  EXPECT_EQ(c->bands[1].technology, AccessTechnology::gsm_1800);
  EXPECT_EQ(c->bands[1].rf_power_class, 1);
  EXPECT_EQ(c->bands[1].gprs_multislot_class, std::nullopt);
  EXPECT_EQ(c->bands[2].technology, AccessTechnology::gsm_850);
}

// The octets that our mobile sends; checked with Wireshark's reading of an ATTACH REQUEST that holds them.
TEST(MsRaCapability, OneBandHasTheseOctets) {
  EXPECT_EQ(encoded(MsRaCapability::one_band(AccessTechnology::gsm_e, 1)), "145302284040");
  EXPECT_EQ(encoded(MsRaCapability::one_band(AccessTechnology::gsm_1800, 12)), "3447022b0040");
}

TEST(MsRaCapability, RoundTrip) {
  MsRaCapability c = MsRaCapability::one_band(AccessTechnology::gsm_p, 29);
  c.bands[0].extended_dynamic_allocation = true;
  c.bands[0].release_99 = true;
  c.bands.push_back({});
  c.bands.push_back({AccessTechnology::gsm_1900, 1, false, true, 10, false, true});
  const auto again = MsRaCapability::decode(*from_hex(encoded(c)));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, c);
}

TEST(MsRaCapability, EveryTruncationIsRefusedOrShorter) {
  const Bytes whole = *from_hex(encoded(MsRaCapability::one_band(AccessTechnology::gsm_e, 1)));
  for (std::size_t size = 0; size + 1 < whole.size(); ++size) {
    const auto c = MsRaCapability::decode(ByteView(whole).first(size));
    EXPECT_TRUE(!c || size < 2) << size;
  }
}

TEST(MsRaCapability, EmptyElementHasNoBands) {
  EXPECT_EQ(MsRaCapability::decode({}), MsRaCapability{});
  EXPECT_EQ(encoded({}), "");
}

TEST(MsRaCapability, NeverMoreBandsThanThereCanBe) {
  MsRaCapability c;
  c.bands.resize(100);
  EXPECT_EQ(MsRaCapability::decode(*from_hex(encoded(c)))->bands.size(), MsRaCapability::kMaxBands);
}

}  // namespace
}  // namespace foothold::gsm::gmm

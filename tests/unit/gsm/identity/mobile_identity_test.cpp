// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/mobile_identity.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm {
namespace {

struct Golden {
  const char* hex;  // value part of a Mobile identity (TS 24.008 10.5.1.4)
  const char* text;
};

// An odd and an even number of digits, each type; the even one ends in the filler.
constexpr Golden kGolden[] = {
    {"0910200000000010", "IMSI 001020000000001"},
    {"1132547698f0", "IMSI 1234567890"},
    {"f4c0a80102", "P-TMSI c0a80102"},
    {"f0", "no identity"},
};

TEST(MobileIdentity, GoldenBytesRoundTrip) {
  for (const auto& [hex, text] : kGolden) {
    const auto bytes = *from_hex(hex);
    const auto identity = decode_mobile_identity(bytes);
    ASSERT_TRUE(identity) << hex << ": " << to_string(identity.error());
    EXPECT_EQ(to_string(*identity), text);
    EXPECT_EQ(to_hex(encode_mobile_identity(*identity)), hex);
  }
}

TEST(MobileIdentity, ImeisvHasSixteenDigits) {
  const auto imeisv = *Imeisv::parse("3550250112345601");
  const auto bytes = encode_mobile_identity(imeisv);
  EXPECT_EQ(to_hex(bytes), "3355200511325406f1");  // 16 digits: even, so the last half octet is the filler
  EXPECT_EQ(std::get<Imeisv>(*decode_mobile_identity(bytes)), imeisv);
}

TEST(MobileIdentity, RefusesHostileValues) {
  for (const char* bad :
       {"", "f5", "f4c0a801", "f4c0a8010203", "0a", "09", "09a0200000000010", "1132547698e0", "092143658709214365"}) {
    EXPECT_FALSE(decode_mobile_identity(*from_hex(bad))) << bad;
  }
}

TEST(MobileIdentity, EveryTruncationOfAnImsiIsRefusedOrShorter) {
  const auto whole = *from_hex("0910200000000010");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto identity = decode_mobile_identity(ByteView(whole).first(size));
    if (identity) {
      EXPECT_LT(std::get<Imsi>(*identity).digits().size(), 15U);
    }
  }
}

}  // namespace
}  // namespace foothold::gsm

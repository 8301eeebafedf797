// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/access_point_name.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::sm {
namespace {

std::string encoded(const std::string& text) {
  Bytes out;
  ByteWriter writer(out);
  AccessPointName::parse(text)->encode(writer);
  return to_hex(out);
}

TEST(AccessPointName, IsCodedInLabels) {
  EXPECT_EQ(encoded("internet"), "08696e7465726e6574");  // as osmo-sgsn took it
  EXPECT_EQ(encoded("foothold.ro"), "08666f6f74686f6c6402726f");
  EXPECT_EQ(encoded("*"), "012a");
}

TEST(AccessPointName, RoundTrip) {
  for (const auto* text : {"internet", "foothold.ro", "a.b-c.d1", "*"}) {
    EXPECT_EQ(AccessPointName::decode(*from_hex(encoded(text)))->text(), text);
  }
}

TEST(AccessPointName, RefusesWhatIsNoName) {
  for (const auto* text : {"", ".", "a..b", "a.", ".a", "-a", "a-", "a b", "a_b", "a.*"}) {
    EXPECT_FALSE(AccessPointName::parse(text)) << text;
  }
  EXPECT_FALSE(AccessPointName::parse(std::string(64, 'a')));
  EXPECT_TRUE(AccessPointName::parse(std::string(63, 'a')));
  EXPECT_FALSE(AccessPointName::parse(std::string(50, 'a') + "." + std::string(49, 'a')));
}

TEST(AccessPointName, RefusesEveryTruncation) {
  const Bytes whole = *from_hex("08666f6f74686f6c6402726f");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(AccessPointName::decode(ByteView(whole).first(size)).has_value(), size == 9) << size;
  }
  EXPECT_FALSE(AccessPointName::decode(*from_hex("0100")));
  EXPECT_FALSE(AccessPointName::decode(*from_hex("03612e62")));  // a dot inside a label
}

}  // namespace
}  // namespace foothold::gsm::sm

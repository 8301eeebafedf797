// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/mcim_pool.h"

#include <gtest/gtest.h>

namespace foothold::operators::sho {
namespace {

Result<McimPool> pool(const char* first, const char* last, const char* plmn = "001-03") {
  return McimPool::make(gsm::Plmn::parse(plmn).value(), gsm::Imsi::parse(first).value(),
                        gsm::Imsi::parse(last).value());
}

TEST(McimPool, GivesEachImsiOnce) {
  const auto some = pool("001030000000009", "001030000000010").value();
  EXPECT_EQ(some.imsi(0), "001030000000009");
  EXPECT_EQ(some.imsi(1), "001030000000010");
  EXPECT_FALSE(some.imsi(2));
  EXPECT_FALSE(some.imsi(-1));
}

TEST(McimPool, RefusesWhatIsNoPoolOfTheNetwork) {
  EXPECT_FALSE(pool("001040000000001", "001040000000002"));
  EXPECT_FALSE(pool("001030000000002", "001030000000001"));
  EXPECT_FALSE(pool("00103000000001", "001030000000002"));
  EXPECT_FALSE(pool("001030000000001", "001040000000002"));
}

TEST(McimPool, IccidHas19DigitsAndALuhnDigit) {
  const auto iccid = pool("001030000000001", "001030000000009")->iccid(7);
  ASSERT_EQ(iccid.size(), 19U);
  EXPECT_EQ(iccid.substr(0, 18), "890010300000000007");
  int sum = 0;
  for (std::size_t i = 0; i < iccid.size(); ++i) {
    int digit = iccid[iccid.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  EXPECT_EQ(sum % 10, 0);
}

}  // namespace
}  // namespace foothold::operators::sho

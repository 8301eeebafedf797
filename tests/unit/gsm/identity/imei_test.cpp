// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/imei.h"

#include <gtest/gtest.h>

namespace foothold::gsm {
namespace {

TEST(Imei, CheckDigitOfAnnexB) {
  EXPECT_EQ(imei_check_digit("49015420323751"), '8');
  EXPECT_TRUE(Imei::parse("490154203237518"));
  EXPECT_TRUE(Imei::parse("490154203237510")) << "the mobile sends 0 in place of the check digit";
  EXPECT_FALSE(Imei::parse("490154203237517"));
  EXPECT_FALSE(Imei::parse("49015420323751"));
  EXPECT_FALSE(Imei::parse("49015420323751a"));
}

TEST(Imei, OfAnImeisv) {
  EXPECT_EQ(Imeisv::parse("4901542032375101")->imei().digits(), "490154203237518");
  EXPECT_FALSE(Imeisv::parse("490154203237510"));
}

}  // namespace
}  // namespace foothold::gsm

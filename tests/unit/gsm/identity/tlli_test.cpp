// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/identity/tlli.h"

#include <gtest/gtest.h>

namespace foothold::gsm {
namespace {

// TS 23.003 2.6, table 1.
TEST(Tlli, FormsOfClause26) {
  const Ptmsi ptmsi{0xe1234567};
  EXPECT_EQ(Tlli::local(ptmsi).value, 0xe1234567U);
  EXPECT_EQ(Tlli::foreign(ptmsi).value, 0xa1234567U);
  EXPECT_EQ(Tlli::random(0xffffffff).value, 0x7fffffffU);
  EXPECT_EQ(Tlli::random(0).value, 0x78000000U);
  EXPECT_EQ(Tlli::local(ptmsi).kind(), Tlli::Kind::local);
  EXPECT_EQ(Tlli::foreign(ptmsi).kind(), Tlli::Kind::foreign);
  EXPECT_EQ(Tlli::random(1).kind(), Tlli::Kind::random);
  EXPECT_EQ(Tlli{0x70000000}.kind(), Tlli::Kind::auxiliary);
  EXPECT_EQ(Tlli{0x12345678}.kind(), Tlli::Kind::reserved);
}

}  // namespace
}  // namespace foothold::gsm

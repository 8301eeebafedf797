// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sndcp/sn_pdu.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::sndcp {
namespace {

// First of two segments: F, unitdata, M, NSAPI 5; no compression; segment 0 of N-PDU 0x123.
TEST(SnUnitdata, GoldenFirstSegment) {
  const auto bytes = *from_hex("7500012345000014");
  const auto pdu = decode_sn_unitdata(bytes);
  ASSERT_TRUE(pdu);
  EXPECT_EQ(pdu->nsapi, 5);
  EXPECT_TRUE(pdu->first);
  EXPECT_TRUE(pdu->more);
  EXPECT_EQ(pdu->segment, 0);
  EXPECT_EQ(pdu->n_pdu, 0x123);
  EXPECT_EQ(to_hex(pdu->data), "45000014");
  EXPECT_EQ(encode_sn_unitdata(*pdu), bytes);
}

// The last: no F, no M, segment 1; the header is an octet shorter.
TEST(SnUnitdata, GoldenLastSegment) {
  const auto bytes = *from_hex("251123abcd");
  const auto pdu = decode_sn_unitdata(bytes);
  ASSERT_TRUE(pdu);
  EXPECT_FALSE(pdu->first);
  EXPECT_FALSE(pdu->more);
  EXPECT_EQ(pdu->segment, 1);
  EXPECT_EQ(encode_sn_unitdata(*pdu), bytes);
}

TEST(SnUnitdata, RefusesTruncatedReservedAndContradicting) {
  for (const char* bad : {"", "65", "6500", "650001", "25", "2500", "45000123", "62000123", "65001123", "250123"}) {
    EXPECT_FALSE(decode_sn_unitdata(*from_hex(bad))) << bad;
  }
}

}  // namespace
}  // namespace foothold::gsm::sndcp

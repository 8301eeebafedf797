// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/usim/gba_naf_list.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::tre_emu::usim {
namespace {

const Bytes kEmpty(kGbanlRecord* kGbanlRecords, 0xFF);

std::string record(const Bytes& list, std::size_t number, std::size_t octets) {
  return to_hex(ByteView(list).subspan((number - 1) * kGbanlRecord, octets));
}

// TS 31.102 4.2.81: 80 NAF_Id, 81 B-TID.
TEST(GbaNafList, HoldsANafWithItsTransaction) {
  const auto parameters = from_hex("02aabb03b1b2b301c1").value();
  const auto list = with_naf(kEmpty, parameters, Bytes{1, 2});
  ASSERT_TRUE(list);
  EXPECT_EQ(record(*list, 1, 10), "800201028103b1b2b3ff");
  EXPECT_EQ(record(*list, 2, 4), "ffffffff");
  EXPECT_FALSE(with_naf(*list, parameters, Bytes{1, 2}));  // nothing new
  const auto anew = with_naf(*list, from_hex("02aabb01b4ff").value(), Bytes{1, 2});
  ASSERT_TRUE(anew);
  EXPECT_EQ(record(*anew, 1, 8), "800201028101b4ff");
  EXPECT_EQ(record(*anew, 2, 2), "ffff");
}

TEST(GbaNafList, IsWithoutATransactionThatNobodyHasWritten) {
  for (const auto* parameters : {"", "02aabbff", "02aabb", "ff"}) {
    const auto list = with_naf(kEmpty, from_hex(parameters).value(), Bytes{7});
    ASSERT_TRUE(list) << parameters;
    EXPECT_EQ(record(*list, 1, 6), "8001078100ff") << parameters;
  }
}

TEST(GbaNafList, PutsTheFirstAwayWhenItIsFull) {
  Bytes list = kEmpty;
  for (std::uint8_t naf = 1; naf <= kGbanlRecords; ++naf) list = with_naf(list, {}, Bytes{naf}).value();
  EXPECT_EQ(record(list, kGbanlRecords, 3), "800104");
  list = with_naf(list, {}, Bytes{9}).value();
  EXPECT_EQ(record(list, 1, 3), "800109");
  EXPECT_EQ(record(list, 2, 3), "800102");
}

TEST(GbaNafList, LeavesOutWhatDoesNotFit) {
  EXPECT_FALSE(with_naf(kEmpty, {}, Bytes(125)));
  EXPECT_TRUE(with_naf(kEmpty, {}, Bytes(124)));
  EXPECT_FALSE(with_naf(kEmpty, {}, Bytes(128)));
  EXPECT_FALSE(with_naf(Bytes(256, 0xFF), {}, Bytes{1}));
}

}  // namespace
}  // namespace foothold::tre_emu::usim

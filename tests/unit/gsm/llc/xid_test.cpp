// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/llc/xid.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::llc {
namespace {

TEST(Xid, WhatOsmoSgsnSendsAtPdpActivation) {
  const auto information = *from_hex("01001601f41a05df");
  const auto parameters = decode_xid(information);
  ASSERT_TRUE(parameters);
  ASSERT_EQ(parameters->size(), 3U);
  EXPECT_EQ((*parameters)[0], (XidParameter{XidType::version, {0}}));
  EXPECT_EQ((*parameters)[1].type, XidType::n201_u);
  EXPECT_EQ(number((*parameters)[1]), 500U);
  EXPECT_EQ((*parameters)[2].type, XidType::n201_i);
  EXPECT_EQ(number((*parameters)[2]), 1503U);
  EXPECT_EQ(encode_xid(*parameters), information);
}

TEST(Xid, TheResetOfOsmoSgsn) {
  const auto information = *from_hex("84101234567830");
  const auto parameters = decode_xid(information);
  ASSERT_TRUE(parameters);
  ASSERT_EQ(parameters->size(), 2U);
  EXPECT_EQ((*parameters)[0].type, XidType::iov_ui);
  EXPECT_EQ(number((*parameters)[0]), 0x12345678U);
  EXPECT_EQ((*parameters)[1], (XidParameter{XidType::reset, {}}));
  EXPECT_EQ(encode_xid(*parameters), information);
}

TEST(Xid, EveryTruncationIsRefusedOrShorter) {
  const auto information = *from_hex("01001601f41a05df84101234567830");
  const auto whole = decode_xid(information)->size();
  for (std::size_t size = 0; size < information.size(); ++size) {
    const auto parameters = decode_xid(ByteView(information).first(size));
    if (parameters) {
      EXPECT_LT(parameters->size(), whole);
    }
  }
  EXPECT_FALSE(decode_xid(Bytes(17, 0x30))) << "more parameters than any peer needs";
}

}  // namespace
}  // namespace foothold::gsm::llc

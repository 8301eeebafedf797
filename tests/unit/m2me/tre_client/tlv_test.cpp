// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/tlv.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::m2me {
namespace {

TEST(Tlv, GoesThereAndBackInEachFormOfLength) {
  for (std::size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 65535U}) {
    Bytes octets;
    ByteWriter writer(octets);
    write_tlv(writer, 0x81, Bytes(size, 0x42));
    ByteReader reader(octets);
    auto tlv = read_tlv(reader);
    ASSERT_TRUE(tlv) << size;
    EXPECT_EQ(tlv->tag, 0x81);
    EXPECT_EQ(tlv->value.size(), size);
    EXPECT_TRUE(reader.empty());
    for (std::size_t cut = 0; cut < std::min<std::size_t>(octets.size(), 300); ++cut) {
      ByteReader shorter(ByteView(octets).first(cut));
      EXPECT_FALSE(read_tlv(shorter)) << size << " cut to " << cut;
    }
  }
}

TEST(Tlv, RefusesOtherFormsOfLength) {
  for (const char* bad : {"8180", "8183000001aa", "81ff"}) {
    const Bytes octets = from_hex(bad).value();
    ByteReader reader(octets);
    EXPECT_FALSE(read_tlv(reader)) << bad;
  }
}

}  // namespace
}  // namespace foothold::m2me

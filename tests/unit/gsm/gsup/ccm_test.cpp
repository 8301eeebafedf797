// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/ccm.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::gsup {
namespace {

// osmo-hlr 1.5.0 asks for: unit id, MAC, locations, versions, unit name, serial number.
const Bytes kIdGet = from_hex("04 0108 0107 0102 0103 0104 0105 0101 0100").value();
// osmo-sgsn 1.9.0 answers.
const Bytes kIdResp = from_hex(
                          "05 0007 08 302f302f3000 0013 07 30303a30303a30303a30303a30303a303000"
                          "0013 02 30303a30303a30303a30303a30303a303000 0013 03 30303a30303a30303a30303a30303a303000"
                          "0013 04 30303a30303a30303a30303a30303a303000 0013 05 30303a30303a30303a30303a30303a303000"
                          "0018 01 5347534e2d30302d30302d30302d30302d30302d303000 000f 00 5347534e2d666f6f74686f6c6400")
                          .value();

TEST(Ccm, ReadsAndWritesTheHlrsQuestion) {
  const auto tags = decode_id_get(kIdGet);
  ASSERT_TRUE(tags);
  ASSERT_EQ(tags->size(), 8U);
  EXPECT_EQ(tags->front(), IdTag::unit_id);
  EXPECT_EQ(encode_id_get(*tags), kIdGet);
}

TEST(Ccm, ReadsTheSgsnsAnswer) {
  const auto identity = decode_id_resp(kIdResp);
  ASSERT_TRUE(identity) << to_string(identity.error());
  EXPECT_EQ(identity->at(IdTag::serial_number), "SGSN-foothold");
  EXPECT_EQ(identity->at(IdTag::unit_name), "SGSN-00-00-00-00-00-00");
  EXPECT_EQ(identity->at(IdTag::unit_id), "0/0/0");
}

TEST(Ccm, WritesAnAnswerInTheSgsnsForm) {
  EXPECT_EQ(encode_id_resp({{IdTag::unit_id, "0/0/0"}}), from_hex("05 0007 08 302f302f3000").value());
  const Identity identity = {{IdTag::serial_number, "VNO"}, {IdTag::unit_id, "0/0/0"}};
  EXPECT_EQ(*decode_id_resp(encode_id_resp(identity)), identity);
}

TEST(Ccm, RefusesEveryTruncationInsideAnEntry) {
  for (std::size_t size = 1; size < kIdResp.size(); ++size) {
    const auto cut = decode_id_resp(ByteView(kIdResp).first(size));
    EXPECT_LT(cut ? cut->size() : 0U, 8U) << size;
  }
  EXPECT_FALSE(decode_id_resp(ByteView(kIdResp).first(kIdResp.size() - 1)));
  EXPECT_FALSE(decode_id_get(ByteView(kIdGet).first(kIdGet.size() - 1)));
}

TEST(Ccm, RefusesEmptyEntriesControlCharactersAndLength) {
  EXPECT_FALSE(decode_id_resp(from_hex("05 0000").value()));
  EXPECT_FALSE(decode_id_resp(from_hex("05 0003 00 410a").value()));
  EXPECT_FALSE(decode_id_get(from_hex("04 00").value()));
  EXPECT_FALSE(decode_id_get(from_hex("05 0100").value())) << "not an ID_GET";
  Bytes many = {0x04};
  for (int i = 0; i < 33; ++i) many.insert(many.end(), {1, 0});
  EXPECT_FALSE(decode_id_get(many));
}

}  // namespace
}  // namespace foothold::gsm::gsup

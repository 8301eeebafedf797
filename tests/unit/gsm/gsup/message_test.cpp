// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/gsup/message.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::gsup {
namespace {

// Recorded between osmo-sgsn 1.9.0 and osmo-hlr 1.5.0 (Debian 12); IMSI 001010000000001, a test key.
//
// SEND AUTH INFO REQUEST: IMSI, CN domain PS
constexpr auto kSendAuthInfoRequest = "08 0108 00010100000000f1 2801 01";
// SEND AUTH INFO RESULT with a quintet and its triplet (the first of five)
constexpr auto kSendAuthInfoResult =
    "0a 0108 00010100000000f1 0362 2010 7919148de0a4739d147d3ab492e56548 2104 d7c76ad1 2208 40ab48abe48cd82e"
    "2310 cb30229717013635f2ea400c25425a9b 2410 5edd390517c7f9aa27ac1335c1084d2a"
    "2510 ebf24d676f0e0000b0e065e09b30a60e 2708 3f515b43e8963192";
// SEND AUTH INFO RESULT with two triplets of a GSM-only subscriber
constexpr auto kTripletResult =
    "0a 0108 00010100900000f1 0322 2010 d0ef37a68236a4d9534aa8f1e0c8934a 2104 e5fc0c81 2208 df1ffedec4329000"
    "0322 2010 ed601ef31dfaf01bf45b6904df3c9f34 2104 e0096f77 2208 5386bb3acd279000";
// UPDATE LOCATION REQUEST: IMSI, CN domain, current RAT (2a, unknown here)
constexpr auto kUpdateLocationRequest = "04 0108 00010100000000f1 2801 01 2a01 01";
constexpr auto kUpdateLocationResult = "06 0108 00010100000000f1";
// INSERT DATA REQUEST: IMSI, MSISDN, PDP info (context 1, APN "*"), CN domain
constexpr auto kInsertDataRequest = "10 0108 00010100000000f1 0806 050900000010 0507 1001 01 1202 012a 2801 01";
constexpr auto kPurgeMsRequest = "0c 0108 00010100000000f1 0900 2801 01";
// SEND AUTH INFO ERROR of osmo-hlr for an IMSI it does not know
constexpr auto kSendAuthInfoError = "09 0108 00010300000000f1 0201 02";

Bytes bytes(std::string_view hex) {
  return from_hex(hex).value();
}
Imsi imsi(std::string_view digits) {
  return Imsi::parse(digits).value();
}

TEST(GsupMessage, ReadsSendAuthInfoRequest) {
  const auto message = Message::decode(bytes(kSendAuthInfoRequest));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->type, MessageType::send_auth_info_request);
  EXPECT_EQ(message->imsi.digits(), "001010000000001");
  EXPECT_EQ(message->cn_domain, CnDomain::ps);
  EXPECT_EQ(*message->encode(), bytes(kSendAuthInfoRequest));
}

TEST(GsupMessage, ReadsAQuintetWithItsTriplet) {
  const auto message = Message::decode(bytes(kSendAuthInfoResult));
  ASSERT_TRUE(message) << to_string(message.error());
  ASSERT_EQ(message->auth_tuples.size(), 1U);
  const auto& tuple = message->auth_tuples[0];
  EXPECT_EQ(to_hex(tuple.rand), "7919148de0a4739d147d3ab492e56548");
  ASSERT_TRUE(tuple.gsm);
  EXPECT_EQ(to_hex(tuple.gsm->sres), "d7c76ad1");
  EXPECT_EQ(to_hex(tuple.gsm->kc.reveal()), "40ab48abe48cd82e");
  ASSERT_TRUE(tuple.umts);
  EXPECT_EQ(to_hex(tuple.umts->ik.reveal()), "cb30229717013635f2ea400c25425a9b");
  EXPECT_EQ(to_hex(tuple.umts->ck.reveal()), "5edd390517c7f9aa27ac1335c1084d2a");
  EXPECT_EQ(to_hex(tuple.umts->autn), "ebf24d676f0e0000b0e065e09b30a60e");
  EXPECT_EQ(to_hex(tuple.umts->res), "3f515b43e8963192");
  EXPECT_EQ(*message->encode(), bytes(kSendAuthInfoResult));
  // The recorded HLR made its triplet with the conversion functions that gsm/auth has.
  EXPECT_EQ(auth::c3(tuple.umts->ck, tuple.umts->ik), tuple.gsm->kc);
}

TEST(GsupMessage, ReadsTriplets) {
  const auto message = Message::decode(bytes(kTripletResult));
  ASSERT_TRUE(message);
  ASSERT_EQ(message->auth_tuples.size(), 2U);
  EXPECT_FALSE(message->auth_tuples[0].umts);
  EXPECT_EQ(to_hex(message->auth_tuples[1].gsm->sres), "e0096f77");
  EXPECT_EQ(*message->encode(), bytes(kTripletResult));
}

TEST(GsupMessage, PassesOverWhatItDoesNotKnow) {
  const auto message = Message::decode(bytes(kUpdateLocationRequest));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->type, MessageType::update_location_request);
  EXPECT_EQ(*message->encode(), bytes("04 0108 00010100000000f1 2801 01"));
}

TEST(GsupMessage, ReadsInsertData) {
  const auto message = Message::decode(bytes(kInsertDataRequest));
  ASSERT_TRUE(message);
  EXPECT_EQ(to_hex(message->msisdn), "050900000010");
  ASSERT_EQ(message->pdp_infos.size(), 1U);
  EXPECT_EQ(message->pdp_infos[0].context_id, 1);
  EXPECT_EQ(message->pdp_infos[0].apn, "*");
  EXPECT_FALSE(message->pdp_infos[0].pdp_type);
  EXPECT_FALSE(message->pdp_info_complete);
  EXPECT_EQ(*message->encode(), bytes(kInsertDataRequest));
}

TEST(GsupMessage, ReadsTheRest) {
  EXPECT_EQ(Message::decode(bytes(kUpdateLocationResult))->type, MessageType::update_location_result);
  EXPECT_TRUE(Message::decode(bytes(kPurgeMsRequest)));
  EXPECT_EQ(Message::decode(bytes(kSendAuthInfoError))->cause, kCauseImsiUnknownInHlr);
}

TEST(GsupMessage, KeepsEveryElementOnTheWayRound) {
  Message message(MessageType::insert_data_request, imsi("00102123456"));
  message.cause = 17;
  message.auth_tuples.push_back(Message::decode(bytes(kSendAuthInfoResult))->auth_tuples[0]);
  message.pdp_info_complete = true;
  message.pdp_infos.push_back({.context_id = 1, .pdp_type = 0x0121, .apn = "foothold.ro", .qos = {1, 2, 3}});
  message.cancel_type = CancelType::subscription_withdrawn;
  message.freeze_ptmsi = true;
  message.msisdn = {0x91, 0x21};
  message.hlr_number = {0x91, 0x43};
  message.rand.emplace().fill(0xaa);
  message.auts.emplace().fill(0xbb);
  message.cn_domain = CnDomain::cs;
  const auto encoded = message.encode();
  ASSERT_TRUE(encoded);
  EXPECT_EQ(*Message::decode(*encoded), message);
}

TEST(GsupMessage, WritesIpv4AndLabelsAsTheSgsnTakesThem) {
  Message message(MessageType::update_location_result, imsi("001020000000001"));
  message.pdp_infos.push_back({.context_id = 1, .pdp_type = 0x0121, .apn = "foothold.ro", .qos = {}});
  EXPECT_EQ(*message.encode(),
            bytes("06 0108 00010200000000f1 0515 1001 01 1102 f121 120c 08 666f6f74686f6c64 02 726f"));
}

TEST(GsupMessage, RefusesEveryTruncation) {
  for (const auto* hex : {kSendAuthInfoRequest, kSendAuthInfoResult, kInsertDataRequest}) {
    const auto whole = bytes(hex);
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const auto cut = Message::decode(ByteView(whole).first(size));
      // A cut between two elements leaves a shorter message; elsewhere it must be noticed, with the place.
      if (cut) {
        EXPECT_LT(cut->encode()->size(), whole.size());
      } else {
        EXPECT_NE(cut.error().offset, Error::kNoOffset) << size;
        EXPECT_FALSE(cut.error().field.empty()) << size;
      }
    }
  }
}

struct Bad {
  const char* what;
  const char* hex;
  const char* field;
};
class GsupMessageRefuses : public testing::TestWithParam<Bad> {};

TEST_P(GsupMessageRefuses, WithTheFieldAtFault) {
  const auto message = Message::decode(bytes(GetParam().hex));
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().field, GetParam().field);
}

INSTANTIATE_TEST_SUITE_P(
    Wire, GsupMessageRefuses,
    testing::Values(Bad{"ImsiNotFirst", "08 2801 01 0108 00010100000000f1", "IMSI"},
                    Bad{"ImsiTooShort", "08 0101 21", "IMSI"}, Bad{"ImsiTooLong", "08 0109 00010100000000000f", "IMSI"},
                    Bad{"ImsiNotDecimal", "08 0108 00010a00000000f1", "IMSI"},
                    Bad{"FillerInside", "08 0108 0001f100000000f1", "IMSI"},
                    // libosmogsm ends the process on these two
                    Bad{"LongCause", "09 0108 00010100000000f1 0209 000000000000000002", "cause"},
                    Bad{"EmptyCnDomain", "08 0108 00010100000000f1 2800", "CN domain"},
                    Bad{"StrangeCnDomain", "08 0108 00010100000000f1 2801 07", "CN domain"},
                    Bad{"ShortAuts", "08 0108 00010100000000f1 2602 0102", "AUTS"},
                    Bad{"ShortRand", "08 0108 00010100000000f1 200f 00112233445566778899aabbccddee", "RAND"},
                    Bad{"TupleWithoutRand", "0a 0108 00010100000000f1 0306 2104 01020304", "authentication tuple"},
                    Bad{"TupleWithoutKc",
                        "0a 0108 00010100000000f1 0318 2010 7919148de0a4739d147d3ab492e56548 2104 01020304",
                        "authentication tuple"},
                    Bad{"ApnLabelPastEnd", "06 0108 00010100000000f1 0505 1203 056162", "APN"},
                    Bad{"ApnWithNewline", "06 0108 00010100000000f1 0504 1202 010a", "APN"},
                    Bad{"CancelType", "1c 0108 00010100000000f1 0601 02", "cancel type"}),
    [](const auto& instance) { return std::string(instance.param.what); });

TEST(GsupMessage, BoundsItsLists) {
  auto many = bytes("0a 0108 00010100000000f1");
  const auto tuple = bytes("0322 2010 d0ef37a68236a4d9534aa8f1e0c8934a 2104 e5fc0c81 2208 df1ffedec4329000");
  for (int i = 0; i < 6; ++i) many.insert(many.end(), tuple.begin(), tuple.end());
  EXPECT_FALSE(Message::decode(many));
  Message message(MessageType::insert_data_request, imsi("001010000000001"));
  message.pdp_infos.resize(11);
  EXPECT_FALSE(message.encode());
}

TEST(GsupMessage, RefusesToWriteABadApn) {
  for (const auto* apn : {"a..b", ".a", "a.", "0123456789012345678901234567890123456789012345678901234567890123"}) {
    Message message(MessageType::insert_data_request, imsi("001010000000001"));
    message.pdp_infos.push_back({.context_id = 1, .pdp_type = {}, .apn = apn, .qos = {}});
    EXPECT_FALSE(message.encode()) << apn;
  }
}

TEST(GsupMessageHeader, IsReadFromMessagesOfUnknownTypeAndContent) {
  const auto header = MessageHeader::decode(bytes("24 0108 00010100000000f1 41ff"));
  ASSERT_TRUE(header);
  EXPECT_EQ(to_string(header->type), "type_0x24");
  EXPECT_EQ(header->imsi.digits(), "001010000000001");
}

TEST(GsupMessageType, PairsRequestErrorAndResult) {
  EXPECT_EQ(error_of(MessageType::send_auth_info_request), MessageType::send_auth_info_error);
  EXPECT_EQ(result_of(MessageType::purge_ms_request), MessageType::purge_ms_result);
  EXPECT_EQ(request_of(MessageType::insert_data_error), MessageType::insert_data_request);
  EXPECT_TRUE(is_request(MessageType::location_cancel_request));
  EXPECT_FALSE(is_request(MessageType::auth_fail_report));
}

}  // namespace
}  // namespace foothold::gsm::gsup

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/sap_message.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::tre_emu::transport {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

std::optional<SapMessage> read_one(std::string_view text) {
  SapFrames frames;
  frames.feed(hex(text));
  return frames.next().value();
}

// SAP 1.1 5.1, by hand: MsgID, number of parameters, 0000; ParameterID, 00, length, value, padding to four octets.
TEST(SapMessage, HasGoldenOctets) {
  // CONNECT_REQ, MaxMsgSize 012C, as OsmocomBB's mobile sends it
  const SapMessage connect{SapId::connect_req, {{SapParameterId::max_msg_size, {0x01, 0x2C}}}};
  EXPECT_EQ(to_hex(encode_sap(connect)), "0001000000000002012c0000");
  EXPECT_EQ(read_one("0001000000000002012c0000"), connect);
  // TRANSFER_APDU_RESP, ResultCode 00, ResponseAPDU 9000
  const SapMessage answer{SapId::transfer_apdu_resp,
                          {{SapParameterId::result_code, {0x00}}, {SapParameterId::response_apdu, {0x90, 0x00}}}};
  EXPECT_EQ(to_hex(encode_sap(answer)), "0602000002000001000000000500000290000000");
  EXPECT_EQ(read_one("0602000002000001000000000500000290000000"), answer);
  EXPECT_EQ(to_hex(encode_sap({SapId::disconnect_resp, {}})), "03000000");
}

// mobile counts the padding as 4 - length mod 4, which is four and not none for a multiple of four.
TEST(SapMessage, IsReadWithMobilesPaddingAndWithout) {
  const SapMessage apdu{SapId::transfer_apdu_req, {{SapParameterId::command_apdu, hex("a0a40000")}}};
  EXPECT_EQ(to_hex(encode_sap(apdu)), "0501000004000004a0a4000000000000");
  SapFrames frames;
  for (const auto* const stream : {"0501000004000004a0a40000"
                                   "09000000",
                                   "0501000004000004a0a4000000000000"
                                   "09000000"}) {
    frames.feed(hex(stream));
    EXPECT_EQ(frames.next().value(), apdu);
    EXPECT_EQ(frames.next().value(), (SapMessage{SapId::power_sim_off_req, {}}));
    EXPECT_EQ(frames.next().value(), std::nullopt);
  }
}

TEST(SapMessage, WaitsForTheRestOfEveryTruncation) {
  const auto whole = hex("0602000002000001000000000500000290000000");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    SapFrames frames;
    frames.feed(ByteView(whole).first(size));
    EXPECT_EQ(frames.next().value(), std::nullopt) << size;
    frames.feed(ByteView(whole).subspan(size));
    EXPECT_TRUE(frames.next().value()) << size;
  }
}

TEST(SapMessage, PassesUnknownIdentifiersOn) {
  const auto message = read_one("7f010000550000010100000000");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->id, static_cast<SapId>(0x7F));
  EXPECT_EQ(message->find(static_cast<SapParameterId>(0x55))->size(), 1U);
  EXPECT_EQ(message->find(SapParameterId::atr), nullptr);
}

TEST(SapMessage, GivesUpOnWhatIsLongerThanAnyMessage) {
  SapFrames frames;
  frames.feed(hex("050200000400ffff"));  // and more after these 65535 octets
  frames.feed(Bytes(SapFrames::kMaxMessage - 8, 1));
  EXPECT_EQ(frames.next().value(), std::nullopt);
  frames.feed(Bytes(1, 1));
  EXPECT_FALSE(frames.next());
}

}  // namespace
}  // namespace foothold::tre_emu::transport

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/tre_client/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scripted_card.h"

namespace foothold::m2me {
namespace {

using ::testing::HasSubstr;

TEST(Terminal, SendsEachCaseOfCommand) {
  ScriptedCard card;
  card.expect("00 a4 00 0c 02 3f00", "9000")      // case 3: data, nothing wanted
      .expect("82 ca 01 01 00", "5452 9000")      // case 2: no data, all wanted
      .expect("00 88 00 81 01 aa 00", "bb 9000")  // case 4
      .expect("00 70 80 01 00", "9000");          // case 1 with P3
  Terminal terminal(card);
  EXPECT_TRUE(terminal.send(0, {CommandClass::interindustry, 0xa4, 0x00, 0x0c, {0x3f, 0x00}, false})->ok());
  EXPECT_EQ(terminal.send(2, {CommandClass::proprietary, 0xca, 0x01, 0x01})->data, (Bytes{0x54, 0x52}));
  EXPECT_EQ(terminal.send(0, {CommandClass::interindustry, 0x88, 0x00, 0x81, {0xaa}})->data, (Bytes{0xbb}));
  EXPECT_TRUE(terminal.close_channel(1));
}

TEST(Terminal, ChainsLongCommands) {
  const Bytes data(600, 0x5a);
  ScriptedCard card;
  const auto hex = [&](std::size_t from, std::size_t count) { return to_hex(ByteView(data).subspan(from, count)); };
  card.expect("91 40 00 00 ff" + hex(0, 255), "9000")
      .expect("91 40 00 00 ff" + hex(255, 255), "9000")
      .expect("81 40 00 00 5a" + hex(510, 90) + "00", "4d 9000");
  Terminal terminal(card);
  auto response = terminal.send(1, {CommandClass::proprietary, 0x40, 0, 0, data});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->data, (Bytes{0x4d}));
}

TEST(Terminal, EndsAChainThatIsRefused) {
  ScriptedCard card;
  card.expect("90 40 00 00 ff" + to_hex(Bytes(255, 0)), "6884");
  Terminal terminal(card);
  EXPECT_EQ(terminal.send(0, {CommandClass::proprietary, 0x40, 0, 0, Bytes(300, 0)})->sw, 0x6884);
}

TEST(Terminal, FetchesLongResponses) {
  ScriptedCard card;
  card.expect("81 32 00 00 01 aa 00", "6103")
      .expect("01 c0 00 00 03", "010203 6102")
      .expect("01 c0 00 00 02", "0405 9000");
  Terminal terminal(card);
  EXPECT_EQ(terminal.send(1, {CommandClass::proprietary, 0x32, 0, 0, {0xaa}})->data, (Bytes{1, 2, 3, 4, 5}));
}

TEST(Terminal, KeepsDataThatCameBeforeGetResponse) {
  ScriptedCard card;
  card.expect("80 ca 01 03 00", "0102 6101").expect("00 c0 00 00 01", "03 9000");
  Terminal terminal(card);
  EXPECT_EQ(terminal.send(0, {CommandClass::proprietary, 0xca, 1, 3})->data, (Bytes{1, 2, 3}));
}

TEST(Terminal, AsksAgainWithTheRightLength) {
  ScriptedCard card;
  card.expect("00 b0 00 00 00", "6c09").expect("00 b0 00 00 09", "080910100000000010 9000");
  Terminal terminal(card);
  EXPECT_EQ(terminal.send(0, {CommandClass::interindustry, 0xb0, 0, 0})->data.size(), 9U);
}

TEST(Terminal, DoesNotGoRoundInCircles) {
  ScriptedCard card;
  card.expect("00 b0 00 00 00", "6c09").expect("00 b0 00 00 09", "6c08");
  card.expect("00 b0 00 00 00", "6104").expect("00 c0 00 00 04", "6104");
  Terminal terminal(card);
  EXPECT_FALSE(terminal.send(0, {CommandClass::interindustry, 0xb0, 0, 0}));
  EXPECT_FALSE(terminal.send(0, {CommandClass::interindustry, 0xb0, 0, 0}));
}

TEST(Terminal, BoundsCommandAndResponse) {
  class Endless : public ApduPort {
    Result<Bytes> transmit(ByteView) override {
      Bytes response(256, 0x11);
      response.insert(response.end(), {0x61, 0x00});
      return response;
    }
  } card;
  Terminal terminal(card);
  EXPECT_FALSE(terminal.send(0, {CommandClass::proprietary, 0x40, 0, 0, Bytes(Terminal::kLargestCommand + 1, 0)}));
  EXPECT_FALSE(terminal.send(0, {CommandClass::interindustry, 0xb0, 0, 0}));
}

TEST(Terminal, ReportsACardThatIsGoneOrSaysTooLittle) {
  ScriptedCard card;
  card.expect("00 b0 00 00 00", "").expect("00 b0 00 00 00", "90");
  Terminal terminal(card);
  EXPECT_FALSE(terminal.send(0, {CommandClass::interindustry, 0xb0, 0, 0}));
  EXPECT_FALSE(terminal.send(0, {CommandClass::interindustry, 0xb0, 0, 0}));
}

TEST(Terminal, OpensChannels) {
  ScriptedCard card;
  card.expect("00 70 00 00 00", "03 9000")
      .expect("00 70 00 00 00", "6a81")
      .expect("00 70 00 00 00", "00 9000")
      .expect("00 70 00 00 00", "9000");
  Terminal terminal(card);
  EXPECT_EQ(terminal.open_channel().value(), 3);
  EXPECT_EQ(terminal.open_channel().error().answer, 0x6a81);
  EXPECT_FALSE(terminal.open_channel());
  EXPECT_FALSE(terminal.open_channel());
}

TEST(StatusWord, IsWordedInTheError) {
  const Error error = refused("INSTALL MCIM", 0x6983).value();
  EXPECT_EQ(error.answer, 0x6983);
  EXPECT_THAT(error.what, HasSubstr("INSTALL MCIM was refused: the TRE is locked (SW 6983)"));
}

}  // namespace
}  // namespace foothold::m2me

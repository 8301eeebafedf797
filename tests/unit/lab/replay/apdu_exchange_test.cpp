// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/replay/apdu_exchange.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::lab::replay {
namespace {

Bytes hex(std::string_view text) {
  return from_hex(text).value();
}

ApduExchange split(std::string_view text) {
  return split_exchange(hex(text)).value();
}

TEST(ApduExchange, SplitsCase1) {
  const auto exchange = split("00700103 9000");
  EXPECT_EQ(to_hex(exchange.command), "00700103");
  EXPECT_EQ(exchange.sw, 0x9000);
  EXPECT_TRUE(exchange.data.empty());
}

// READ BINARY of EF_IMSI, as foothold-tre traces it.
TEST(ApduExchange, SplitsCase2) {
  const auto exchange = split("02b0000000 080910200000000010 9000");
  EXPECT_EQ(to_hex(exchange.command), "02b0000000");
  EXPECT_EQ(to_hex(exchange.data), "080910200000000010");
}

// SELECT in a GSM SIM as SIMtrace 2 sees it under T=0: the data, then the status word.
TEST(ApduExchange, SplitsCase3) {
  const auto exchange = split("a0a4000002 6f07 9f0f");
  EXPECT_EQ(to_hex(exchange.command), "a0a40000026f07");
  EXPECT_TRUE(exchange.data.empty());
  EXPECT_EQ(exchange.sw, 0x9f0f);
}

// AUTHENTICATE with Le and the answer behind it (TS 31.102 7.1).
TEST(ApduExchange, SplitsCase4) {
  const auto exchange = split("0088008103 010203 00 db0411223344 9000");
  EXPECT_EQ(to_hex(exchange.command), "008800810301020300");
  EXPECT_EQ(to_hex(exchange.data), "db0411223344");
}

TEST(ApduExchange, SplitsACommandAndItsAnswerWithoutLe) {
  // Le would be 01, and five octets of answer are more than that.
  const auto exchange = split("0088008103 010203 0122334455 9000");
  EXPECT_EQ(to_hex(exchange.command), "0088008103010203");
  EXPECT_EQ(to_hex(exchange.data), "0122334455");
}

TEST(ApduExchange, SplitsAnExtendedLength) {
  const auto exchange = split("00a4000400 0002 3f00 9000");
  EXPECT_EQ(to_hex(exchange.command), "00a400040000023f00");
}

TEST(ApduExchange, KnowsACommandThatTheCardRefusedBeforeItsData) {
  EXPECT_TRUE(split("00a4000402 6e00").command_cut);
  EXPECT_TRUE(split("00d6000009 01 6982").command_cut);
  EXPECT_FALSE(split("00b0000009 6982").command_cut);
  EXPECT_FALSE(split("0010000000 9000").command_cut);
}

TEST(ApduExchange, KnowsWhatATraceHides) {
  EXPECT_TRUE(split("0020000108 0000000000000000 9000").hidden_command);
  EXPECT_FALSE(split("0020000108 31323334ffffffff 9000").hidden_command);
  EXPECT_FALSE(split("00a4000402 0000 6a82").hidden_command);  // a file identifier is no secret
}

TEST(ApduExchange, TellsTheCommandsOfTheTreFromOthers) {
  EXPECT_EQ(command_name(hex("8032000020")), "GET EVIDENCE");
  EXPECT_EQ(command_name(hex("80320000 03 000001")), "INCREASE");
  EXPECT_EQ(command_name(hex("00a40000")), "SELECT");
  EXPECT_EQ(command_name(hex("00eeaabb")), "00ee");
}

TEST(ApduExchange, RefusesWhatHoldsNoCommand) {
  for (const auto* text : {"", "00", "00a4", "00a40000", "00a4000490"}) EXPECT_FALSE(split_exchange(hex(text))) << text;
}

TEST(ApduExchange, EveryTruncationSplitsOrIsRefused) {
  const auto whole = hex("0288008122 10906105 00db0800 9000");
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    const auto exchange = split_exchange(ByteView(whole).first(size));
    if (!exchange) continue;
    EXPECT_LE(exchange->command.size() + exchange->data.size() + 2, size);
  }
}

TEST(ApduSession, FoldsGetResponseInto61) {
  ApduSession session;
  session.take(7, hex("00a4000402 3f00 6103"));
  session.take(8, hex("00c0000003 620182 9000"));
  session.take(9, hex("00f2000000 9000"));
  ASSERT_EQ(session.exchanges().size(), 2U);
  const auto& first = session.exchanges().front();
  EXPECT_EQ(first.packet, 7U);
  EXPECT_EQ(to_hex(first.data), "620182");
  EXPECT_EQ(first.sw, 0x9000);
}

TEST(ApduSession, FoldsAnAnswerInPartsInto61) {
  ApduSession session;
  session.take(1, hex("80ca010300 0102 6102"));
  session.take(2, hex("00c0000002 0304 6101"));
  session.take(3, hex("00c0000001 05 9000"));
  ASSERT_EQ(session.exchanges().size(), 1U);
  EXPECT_EQ(to_hex(session.exchanges().front().data), "0102030405");
}

TEST(ApduSession, FoldsTheSecondTryInto6C) {
  ApduSession session;
  session.take(1, hex("00b0000000 6c09"));
  session.take(2, hex("00b0000009 010203040506070809 9000"));
  ASSERT_EQ(session.exchanges().size(), 1U);
  EXPECT_EQ(session.exchanges().front().packet, 1U);
  EXPECT_EQ(session.exchanges().front().sw, 0x9000);
}

TEST(ApduSession, LeavesGetResponseOfAnotherChannelAlone) {
  ApduSession session;
  session.take(1, hex("00a4000402 3f00 6103"));
  session.take(2, hex("01c0000003 620182 9000"));
  EXPECT_EQ(session.exchanges().size(), 2U);
}

TEST(ApduSession, CountsWhatCannotBeSplit) {
  ApduSession session;
  session.take(1, hex("3b9f"));
  EXPECT_EQ(session.damaged(), 1U);
  EXPECT_TRUE(session.exchanges().empty());
}

}  // namespace
}  // namespace foothold::lab::replay

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/capture/apdu_text.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gui::capture {
namespace {

std::string text(std::string_view hex) {
  return command_text(*from_hex(hex));
}

TEST(ApduText, SaysWhatACommandAsksFor) {
  EXPECT_EQ(text("00a4040c07a0000000871002"), "SELECT ADF.USIM");
  EXPECT_EQ(text("00a4040c0af0464f4f54484f4c4401"), "SELECT TRE");
  EXPECT_EQ(text("00a40004026f07"), "SELECT EF.IMSI");
  EXPECT_EQ(text("00a40804047fff6f07"), "SELECT EF.IMSI");
  EXPECT_EQ(text("00a40004021234"), "SELECT ? 1234");
  EXPECT_EQ(text("80ca010200"), "GET DATA PCID");
  EXPECT_EQ(text("80ca0a0a00"), "GET DATA 0a0a");
  EXPECT_EQ(text("0088008122"), "AUTHENTICATE UMTS");
  EXPECT_EQ(text("00b0000109"), "READ BINARY from 1");
  EXPECT_EQ(text("00b0870009"), "READ BINARY of SFI 7");
  EXPECT_EQ(text("8032000008"), "GET EVIDENCE");
  EXPECT_EQ(text("0032000003"), "INCREASE");
  EXPECT_EQ(text("9040000003aabbcc"), "INSTALL MCIM, more follows");
  EXPECT_EQ(text("0020000108313233340000ffff"), "VERIFY PIN 1");  // and not which
  EXPECT_EQ(text("00ff1234"), "unknown command 00ff1234");
  EXPECT_EQ(text("00a4"), "no command");
}

TEST(ApduText, SaysWhatAStatusWordMeans) {
  EXPECT_EQ(status_text(0x9000), "9000 done");
  EXPECT_EQ(status_text(0x6982), "6982 security status not satisfied");
  EXPECT_EQ(status_text(0x619d), "619d done, 157 octets wait");
  EXPECT_EQ(status_text(0x6100), "6100 done, 256 octets wait");
  EXPECT_EQ(status_text(0x63c2), "63c2 wrong, 2 tries left");
  EXPECT_EQ(status_text(0x1234), "1234");
}

TEST(ApduText, ParsesCommandFromAnswerByTheInstruction) {
  const Bytes read = *from_hex("00b0000003aabbcc9000");  // asks for three octets
  const auto got = split_exchange(read);
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->command.size(), 5U);
  EXPECT_EQ(got->answer.size(), 3U);
  EXPECT_EQ(got->status, 0x9000);
  const Bytes update = *from_hex("00d6000003aabbcc6982");  // sends three octets
  const auto sent = split_exchange(update);
  ASSERT_TRUE(sent.has_value());
  EXPECT_EQ(sent->command.size(), 8U);
  EXPECT_EQ(sent->data.size(), 3U);
  EXPECT_TRUE(sent->answer.empty());
}

TEST(ApduText, EveryTruncationIsHarmless) {
  const Bytes whole = *from_hex("00a4040c07a00000008710029000");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto split = split_exchange(ByteView(whole).first(size));
    EXPECT_EQ(split.has_value(), size >= 6) << size;
    if (!split) continue;
    EXPECT_EQ(split->command.size() + split->answer.size() + 2, size);
    EXPECT_FALSE(command_text(split->command).empty());
  }
  EXPECT_FALSE(command_text({}).empty());
  EXPECT_TRUE(selected_file({}).empty());
}

}  // namespace
}  // namespace foothold::gui::capture

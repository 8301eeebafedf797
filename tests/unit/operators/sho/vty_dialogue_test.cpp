// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/sho/vty_dialogue.h"

#include <gtest/gtest.h>

#include <string_view>

#include "operators/sho/hlr_vty.h"

namespace foothold::operators::sho {
namespace {

Bytes octets(std::string_view text) {
  return Bytes(text.begin(), text.end());
}

// What osmo-hlr 1.5 sends on a new connection (captured; licence lines left out): text, telnet's WILL ECHO, WILL SGA,
// DONT LINEMODE, DO NAWS, prompt.
const Bytes kBanner =
    octets("Welcome to the OsmoHLR VTY interface\r\n\r\n\xff\xfb\x01\xff\xfb\x03\xff\xfe\x22\xff\xfd\x1fOsmoHLR> ");

TEST(VtyDialogue, TakesTheBanner) {
  VtyDialogue dialogue;
  const auto reply = dialogue.receive(kBanner);
  ASSERT_TRUE(reply && *reply);
  EXPECT_FALSE((*reply)->enabled);
  EXPECT_EQ((*reply)->lines, (std::vector<std::string>{"Welcome to the OsmoHLR VTY interface", ""}));
}

TEST(VtyDialogue, TakesTheBannerOctetByOctet) {
  VtyDialogue dialogue;
  for (std::size_t i = 0; i + 1 < kBanner.size(); ++i)
    EXPECT_FALSE(*dialogue.receive(ByteView(kBanner).subspan(i, 1))) << i;
  EXPECT_TRUE(*dialogue.receive(ByteView(kBanner).last(1)));
}

TEST(VtyDialogue, LeavesTheEchoOut) {
  VtyDialogue dialogue;
  EXPECT_EQ(dialogue.send("enable"), octets("enable\r"));
  const auto reply = dialogue.receive(octets("enable\r\nOsmoHLR# "));
  ASSERT_TRUE(reply && *reply);
  EXPECT_TRUE((*reply)->enabled);
  EXPECT_TRUE((*reply)->lines.empty());
}

TEST(VtyDialogue, DoesNotTakeAPromptForTheReplyBeforeTheEcho) {
  VtyDialogue dialogue;
  dialogue.send("enable");
  EXPECT_FALSE(*dialogue.receive(octets("OsmoHLR> ")));
  EXPECT_TRUE(*dialogue.receive(octets("enable\r\nOsmoHLR# ")));
}

TEST(VtyDialogue, SkipsSubnegotiation) {
  VtyDialogue dialogue;
  const auto reply =
      dialogue.receive(octets("a\xff\xfa\x1f> \xff\xff\xff\xf0"
                              "b\r\nOsmoHLR> "));
  ASSERT_TRUE(reply && *reply);
  EXPECT_EQ((*reply)->lines, (std::vector<std::string>{"ab"}));
}

TEST(VtyDialogue, BoundsTheReply) {
  VtyDialogue dialogue;
  const Bytes line(1024, 'x');
  Result<std::optional<VtyReply>> reply = std::optional<VtyReply>();
  for (std::size_t i = 0; i <= VtyDialogue::kMaxReply / line.size() && reply; ++i) reply = dialogue.receive(line);
  EXPECT_FALSE(reply);
}

TEST(HlrVty, SendsTheCommandsOfOsmoHlr) {
  Subscriber subscriber{"001030000000001", {}, {}};
  subscriber.k.reveal_mutable()[0] = 0xAB;
  subscriber.opc.reveal_mutable()[15] = 0xCD;
  const auto commands = hlr_commands(subscriber);
  ASSERT_EQ(commands.size(), 4U);
  EXPECT_EQ(commands[0].line, "enable");
  EXPECT_EQ(commands[1].line, "subscriber imsi 001030000000001 create");
  EXPECT_EQ(commands[2].line,
            "subscriber imsi 001030000000001 update aud3g milenage k ab000000000000000000000000000000"
            " opc 000000000000000000000000000000cd");
  EXPECT_EQ(commands[3].line, "subscriber imsi 001030000000001 update network-access-mode ps");
}

// Replies as captured from osmo-hlr.
TEST(HlrVty, KnowsSuccessFromComplaint) {
  const HlrCommand create{"create", ""};
  EXPECT_TRUE(
      check_reply(create, {{"% Created subscriber 001030000000001", "    ID: 1", "    IMSI: 001030000000001"}, true}));
  EXPECT_TRUE(check_reply(create, {{"% Subscriber already exists for IMSI = 001030000000001"}, true}));
  EXPECT_TRUE(check_reply(create, {{}, true}));
  EXPECT_FALSE(check_reply(create, {{"% Not a valid IMSI: 00103"}, true}));
  EXPECT_FALSE(check_reply(create, {{"% Unknown command."}, true}));
  EXPECT_FALSE(check_reply(create, {{}, false}));
}

TEST(HlrVty, NeverQuotesAKey) {
  const auto done = check_reply({"keys", ""}, {{"% Invalid value for K: '0011223344'"}, true});
  ASSERT_FALSE(done);
  EXPECT_EQ(to_string(done.error()).find("0011223344"), std::string::npos);
}

}  // namespace
}  // namespace foothold::operators::sho

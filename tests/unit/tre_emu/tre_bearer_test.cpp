// SPDX-License-Identifier: AGPL-3.0-or-later
// An agent at one session of a TRE, a phone at another: what the agent sends goes out through the phone.
#include "tre_emu/tre_bearer.h"

#include <gtest/gtest.h>

#include "tests/unit/tre_emu/test_device.h"

namespace foothold::tre_emu {
namespace {

// Octets 5, 6, 12, 13 and 17 (TS 102 223 5.2).
constexpr std::string_view kProfile =
    "8010000011"
    "00000000010C0000000000"
    "1F20"
    "00000001";
constexpr std::string_view kOpen =
    "805000000F"
    "810102"
    "8204C0000201"
    "830201BB"
    "8400";

class TreBearerTest : public testing::Test {
 protected:
  TreBearerTest() : phone_(device_.tre->connect()) { device_.select_tre(); }

  std::string agent(std::string_view command) { return device_.send(command); }
  std::string phone(std::string_view command) {
    return to_hex(device_.tre->on_apdu(phone_, hex(command), {}).response);
  }
  // Command details of what the phone fetches, with the rest behind device identities.
  std::string fetched() {
    const auto octets = phone("8012000000");
    return octets.size() < 26 ? octets : octets.substr(8, 6) + " " + octets.substr(22, octets.size() - 26);
  }
  std::string respond(const std::string& details, const std::string& objects = "") {
    const auto body = "8103" + details +
                      "82028281"
                      "830100" +
                      objects;
    return phone("80140000" + to_hex(Bytes{static_cast<std::uint8_t>(body.size() / 2)}) + body);
  }

  // An open channel of a phone whose next command is number 3.
  void open_channel() {
    ASSERT_EQ(phone(kProfile), "910f");
    ASSERT_EQ(fetched(), "010500 9902090a");
    ASSERT_EQ(respond("010500"), "9000");
    ASSERT_EQ(agent(kOpen), "9000");
    ASSERT_EQ(fetched(), "024001 b50103b90205dcbc030201bbbe0521c0000201");
    ASSERT_EQ(respond("024001", "38028100"), "9000");
  }

  TestDevice device_;
  Tre::Connection phone_;
};

TEST_F(TreBearerTest, NeedsAPhone) {
  EXPECT_EQ(agent(kOpen), "6985");
  EXPECT_EQ(agent("8052000001AA"), "6985");
  EXPECT_EQ(agent("8054000000"), "009000");
  EXPECT_EQ(agent("80560000"), "9000");
  EXPECT_EQ(phone("80100000030000"
                  "80"),
            "9000");  // one that has no channels
  EXPECT_EQ(agent(kOpen), "6985");
}

TEST_F(TreBearerTest, CarriesOctetsThroughThePhone) {
  phone(kProfile);
  EXPECT_EQ(fetched(), "010500 9902090a");
  EXPECT_EQ(respond("010500"), "9000");
  EXPECT_EQ(agent(kOpen), "9000");
  EXPECT_EQ(agent(kOpen), "6985");
  EXPECT_EQ(agent("8052000002AABB"), "9000");
  EXPECT_EQ(agent("8054000000"), "019000");
  EXPECT_EQ(phone("80F2000C00").substr(0, 2), "91");
  EXPECT_EQ(fetched(), "024001 b50103b90205dcbc030201bbbe0521c0000201");
  EXPECT_EQ(respond("024001", "38028100").substr(0, 2), "91");
  EXPECT_EQ(fetched(), "034301 b602aabb");
  EXPECT_EQ(respond("034301", "3701ff"), "9000");
  EXPECT_EQ(phone("80C2000010D60E99010982028281B8028100B70103").substr(0, 2), "91");
  EXPECT_EQ(fetched(), "044200 b70103");
  EXPECT_EQ(respond("044200", "3603010203370100"), "9000");
  EXPECT_EQ(agent("8054000003"), "0201029000");
  EXPECT_EQ(agent("8054000000"), "02039000");
  EXPECT_EQ(agent("80560000"), "9000");
  EXPECT_EQ(fetched(), "054100 ");
  EXPECT_EQ(respond("054100"), "9000");
  EXPECT_EQ(agent("8054000000"), "009000");
}

TEST_F(TreBearerTest, EndsWithThePhone) {
  phone(kProfile);
  EXPECT_EQ(agent(kOpen), "9000");
  device_.tre->disconnect(phone_);
  EXPECT_EQ(agent("8054000000"), "009000");
  EXPECT_EQ(agent("8052000001AA"), "6985");
  EXPECT_EQ(agent(kOpen), "6985");
}

// Power off in the middle: with data under way, a command out, the agent's octets not yet sent.
TEST_F(TreBearerTest, IsClosedWhenThePhoneLosesPower) {
  open_channel();
  EXPECT_EQ(agent("8052000002AABB"), "9000");
  fetched();  // SEND DATA is out
  device_.tre->disconnect(phone_);
  EXPECT_EQ(agent("8054000000"), "009000");
  EXPECT_EQ(agent("8052000001AA"), "6985");
  EXPECT_EQ(agent("80560000"), "9000");
  // It comes back: a session of its own, which knows nothing of the old channel.
  phone_ = device_.tre->connect();
  EXPECT_EQ(respond("034301", "3701ff"), "6985");
  EXPECT_EQ(agent("8054000000"), "009000");
  open_channel();
  EXPECT_EQ(phone("80F2000C00"), "9000");  // nothing is left of what was to be sent
  EXPECT_EQ(agent("8054000000"), "029000");
}

TEST_F(TreBearerTest, IsClosedWhenThePhoneBeginsAnew) {
  open_channel();
  EXPECT_EQ(phone(kProfile), "910f");
  EXPECT_EQ(agent("8054000000"), "009000");
  fetched();
  respond("010500");
  EXPECT_EQ(agent(kOpen), "9000");
}

TEST_F(TreBearerTest, GoesToTheNextPhone) {
  open_channel();
  const auto first = phone_;
  phone_ = device_.tre->connect();
  phone(kProfile);
  fetched();
  respond("010500");
  EXPECT_EQ(agent(kOpen), "6985");  // the first one has it
  device_.tre->disconnect(first);
  EXPECT_EQ(agent(kOpen), "9000");
  EXPECT_EQ(fetched(), "024001 b50103b90205dcbc030201bbbe0521c0000201");
}

// Nobody is left who could close it: the phone gets what was to be sent, and CLOSE CHANNEL.
TEST_F(TreBearerTest, IsClosedWhenTheAgentIsGone) {
  open_channel();
  EXPECT_EQ(agent("8052000002AABB"), "9000");
  device_.tre->disconnect(device_.terminal);
  EXPECT_EQ(fetched(), "034301 b602aabb");
  EXPECT_EQ(respond("034301", "3701ff"), "910b");
  device_.terminal = device_.tre->connect();
  device_.select_tre();
  EXPECT_EQ(agent("8054000000"), "009000");  // not this one's
  EXPECT_EQ(agent(kOpen), "6985");           // not closed yet
  EXPECT_EQ(fetched(), "044100 ");
  EXPECT_EQ(respond("044100"), "9000");
  EXPECT_EQ(agent(kOpen), "9000");
}

TEST_F(TreBearerTest, IsOneAgentsAlone) {
  open_channel();
  EXPECT_EQ(phone("80C2000010D60E99010982028281B8028100B70103").substr(0, 2), "91");
  fetched();
  respond("034200", "3603010203370100");
  const auto stranger = device_.tre->connect();
  const auto strange = [&](std::string_view command) {
    return to_hex(device_.tre->on_apdu(stranger, hex(command)).response);
  };
  strange("00A4040C0AF0464F4F54484F4C4401");
  EXPECT_EQ(strange("8054000000"), "009000");
  EXPECT_EQ(strange("8052000001AA"), "6985");
  EXPECT_EQ(strange("80560000"), "9000");
  EXPECT_EQ(strange(kOpen), "6985");
  device_.tre->disconnect(stranger);
  EXPECT_EQ(agent("8054000000"), "020102039000");
}

TEST_F(TreBearerTest, LeavesNothingToTheNextAgent) {
  open_channel();
  phone("80C2000010D60E99010982028281B8028100B70103");
  fetched();
  respond("034200", "3603010203370100");
  phone("80C200000DD60B99010A82028281B8020105");  // the link is dropped
  device_.tre->disconnect(device_.terminal);
  device_.terminal = device_.tre->connect();
  device_.select_tre();
  EXPECT_EQ(agent("8054000000"), "009000");
  EXPECT_EQ(agent(kOpen), "9000");
  EXPECT_EQ(agent("8054000000"), "019000");
}

TEST_F(TreBearerTest, EndsWhenTheTreIsLocked) {
  open_channel();
  device_.tre->tamper("a probe was found");
  EXPECT_EQ(agent("8054000000"), "6983");
  EXPECT_EQ(phone("8012000000"), "6983");
}

TEST_F(TreBearerTest, HasNoRoomWithoutEnd) {
  phone(kProfile);
  agent(kOpen);
  const auto piece = "80520000FF" + std::string(2 * 255, 'a');
  std::size_t taken = 0;
  std::string answer;
  while ((answer = agent(piece)) == "9000") ++taken;
  EXPECT_EQ(answer, "6a84");
  EXPECT_EQ(taken, toolkit::BearerChannel::kMaxBuffered / 255);
}

TEST_F(TreBearerTest, RefusesOtherForms) {
  phone(kProfile);
  for (const auto* wrong : {"8050000000",
                            "805000000F"
                            "810103"
                            "8204C0000201"
                            "830201BB"
                            "8400",
                            "805000000E"
                            "810102"
                            "8203C00002"
                            "830201BB"
                            "8400",
                            "805000000E"
                            "810102"
                            "8204C0000201"
                            "8301BB"
                            "8400",
                            "805000000D"
                            "810102"
                            "8204C0000201"
                            "830201BB"}) {
    EXPECT_EQ(agent(wrong), "6a80") << wrong;
  }
  EXPECT_EQ(agent("80520000"), "6700");
  EXPECT_EQ(agent("80540000"), "6700");
  EXPECT_EQ(agent("8056000001AA"), "6700");
  EXPECT_EQ(agent("8056010000"), "6a86");
  EXPECT_EQ(agent("8058000000"), "6d00");
}

}  // namespace
}  // namespace foothold::tre_emu

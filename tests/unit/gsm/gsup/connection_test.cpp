// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gtest/gtest.h>

#include "base/hex.h"
#include "gsm/gsup/client_connection.h"
#include "gsm/gsup/server_connection.h"

namespace foothold::gsm::gsup {
namespace {

using std::chrono::seconds;
const TimePoint kStart{seconds{1000}};

template <class Wanted>
const Wanted* find(const ConnectionEffects& effects) {
  for (const auto& effect : effects)
    if (const auto* wanted = std::get_if<Wanted>(&effect)) return wanted;
  return nullptr;
}

Bytes bytes(std::string_view hex) {
  return from_hex(hex).value();
}

TEST(ServerConnection, AsksAsOsmoHlrDoes) {
  EXPECT_EQ(find<SendBytes>(ServerConnection().start())->bytes, bytes("0011fe0401080107010201030104010501010100"));
}

TEST(ServerConnection, AcknowledgesTheClientsName) {
  ServerConnection server;
  server.start();
  const auto effects = server.receive(bytes("0018 fe 05 0007 08 302f302f3000 000c 00 5347534e2d6c61626f7200"));
  ASSERT_EQ(effects.size(), 2U);
  EXPECT_EQ(std::get<SendBytes>(effects[0]).bytes, bytes("0001fe06"));
  EXPECT_EQ(std::get<ClientIdentified>(effects[1]).name, "SGSN-labor");
}

TEST(ServerConnection, AnswersPings) {
  EXPECT_EQ(find<SendBytes>(ServerConnection().receive(bytes("0001fe00")))->bytes, bytes("0001fe01"));
}

TEST(ServerConnection, HandsUpGsupInOrderWithItsPongs) {
  ServerConnection server;
  const auto effects = server.receive(bytes("0003ee050801 0001fe00 0003ee050802"));
  ASSERT_EQ(effects.size(), 3U);
  EXPECT_EQ(std::get<MessageReceived>(effects[0]).gsup, bytes("0801"));
  EXPECT_TRUE(std::holds_alternative<SendBytes>(effects[1]));
  EXPECT_EQ(std::get<MessageReceived>(effects[2]).gsup, bytes("0802"));
}

TEST(ServerConnection, DiscardsWhatItCannotUseAndGoesOn) {
  for (const auto* hex : {"0001fd00", "0000fe", "0001ee04", "0001fe04", "0003fe050009"}) {
    ServerConnection server;
    EXPECT_TRUE(find<InputDiscarded>(server.receive(bytes(hex)))) << hex;
    EXPECT_TRUE(find<SendBytes>(server.receive(bytes("0001fe00")))) << hex;
  }
}

TEST(ServerConnection, ClosesOnLostFramingAndThenIsDeaf) {
  ServerConnection server;
  EXPECT_TRUE(find<CloseLink>(server.receive(bytes("ffffee05"))));
  EXPECT_TRUE(server.receive(bytes("0001fe00")).empty());
}

TEST(ClientConnection, TellsItsNameWithTheUnitIdThatOsmoHlrInsistsOn) {
  ClientConnection client("VNO-00101");
  client.start(kStart);
  const auto effects = client.receive(bytes("0005fe0401080100"), kStart);
  ASSERT_EQ(effects.size(), 2U);
  EXPECT_EQ(std::get<SendBytes>(effects[0]).bytes,
            bytes("0017fe 05 000b 00 564e4f2d303031303100 0007 08 302f302f3000"));
  EXPECT_TRUE(std::holds_alternative<LinkReady>(effects[1]));
}

TEST(ClientConnection, AndServerUnderstandEachOther) {
  ServerConnection server;
  ClientConnection client("VNO-00101");
  client.start(kStart);
  const auto answer = client.receive(find<SendBytes>(server.start())->bytes, kStart);
  const auto done = server.receive(find<SendBytes>(answer)->bytes);
  ASSERT_TRUE(find<ClientIdentified>(done));
  EXPECT_EQ(find<ClientIdentified>(done)->name, "VNO-00101");
  EXPECT_TRUE(client.receive(find<SendBytes>(done)->bytes, kStart).empty());
}

TEST(ClientConnection, PingsAnIdleServer) {
  ClientConnection client("VNO");
  client.start(kStart);
  EXPECT_EQ(client.next_deadline(), kStart + seconds{20});
  EXPECT_TRUE(client.on_time(kStart + seconds{19}).empty());
  EXPECT_EQ(find<SendBytes>(client.on_time(kStart + seconds{20}))->bytes, bytes("0001fe00"));
  EXPECT_EQ(client.next_deadline(), kStart + seconds{30});
}

TEST(ClientConnection, ClosesWhenNoPongComes) {
  ClientConnection client("VNO");
  client.start(kStart);
  client.on_time(kStart + seconds{20});
  EXPECT_TRUE(find<CloseLink>(client.on_time(kStart + seconds{30})));
  EXPECT_FALSE(client.next_deadline());
}

TEST(ClientConnection, GoesOnAfterAPong) {
  ClientConnection client("VNO");
  client.start(kStart);
  client.on_time(kStart + seconds{20});
  EXPECT_TRUE(client.receive(bytes("0001fe01"), kStart + seconds{21}).empty());
  EXPECT_FALSE(find<CloseLink>(client.on_time(kStart + seconds{30})));
  EXPECT_EQ(client.next_deadline(), kStart + seconds{41});
}

TEST(ClientConnection, IsDeafBeforeItsStart) {
  EXPECT_TRUE(ClientConnection("VNO").receive(bytes("0001fe00"), kStart).empty());
}

}  // namespace
}  // namespace foothold::gsm::gsup

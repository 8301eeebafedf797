// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/trx/control_client.h"

#include <gtest/gtest.h>

namespace foothold::rf_bridge::trx {
namespace {

constexpr Instant kStart{};

TEST(TrxControlClient, SendsTheNextCommandWhenOneIsAnswered) {
  ControlClient client;
  EXPECT_EQ(client.begin({{"POWEROFF", {}}, {"RXTUNE", {"945200"}}}, kStart), encode(TrxcCommand{"POWEROFF", {}}));
  EXPECT_EQ(client.on_response({"POWEROFF", 0, {}}, kStart), encode(TrxcCommand{"RXTUNE", {"945200"}}));
  EXPECT_FALSE(client.done());
  EXPECT_EQ(client.on_response({"RXTUNE", 0, {"945200"}}, kStart), std::nullopt);
  EXPECT_TRUE(client.done());
  EXPECT_EQ(client.next(), std::nullopt);
}

TEST(TrxControlClient, PassesOverAnswersToAnythingElse) {
  ControlClient client;
  client.begin({{"SETSLOT", {"1", "13"}}, {"SETSLOT", {"2", "13"}}}, kStart);
  EXPECT_EQ(client.on_response({"POWERON", 0, {}}, kStart), std::nullopt);
  EXPECT_EQ(client.on_response({"SETSLOT", 0, {"2", "13"}}, kStart), std::nullopt);
  EXPECT_EQ(client.on_response({"SETSLOT", 0, {}}, kStart), std::nullopt);
  EXPECT_NE(client.on_response({"SETSLOT", 0, {"1", "13"}}, kStart), std::nullopt);
  // A late answer to a repetition of the first one.
  EXPECT_EQ(client.on_response({"SETSLOT", 0, {"1", "13"}}, kStart), std::nullopt);
  EXPECT_FALSE(client.done());
}

TEST(TrxControlClient, RepeatsWithoutEnd) {
  ControlClient client;
  client.begin({{"POWERON", {}}}, kStart);
  auto now = kStart;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(client.next(), now + ControlClient::kPatience);
    EXPECT_EQ(client.on_time(now + ControlClient::kPatience - std::chrono::nanoseconds(1)), std::nullopt);
    now += ControlClient::kPatience;
    EXPECT_EQ(client.on_time(now), encode(TrxcCommand{"POWERON", {}}));
  }
}

TEST(TrxControlClient, AddsToWhatIsUnderWayWithinLimits) {
  ControlClient client;
  EXPECT_EQ(client.add({"SETTA", {"1"}}, kStart), encode(TrxcCommand{"SETTA", {"1"}}));
  for (int i = 0; i < 100; ++i) EXPECT_EQ(client.add({"SETTA", {"2"}}, kStart), std::nullopt);
  int answered = 0;
  for (auto next = client.on_response({"SETTA", 0, {"1"}}, kStart); next; ++answered) {
    next = client.on_response({"SETTA", 0, {"2"}}, kStart);
  }
  EXPECT_EQ(answered, 31);
}

}  // namespace
}  // namespace foothold::rf_bridge::trx

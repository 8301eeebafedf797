// SPDX-License-Identifier: AGPL-3.0-or-later
#include "m2me/mobile/mobile.h"

#include <gtest/gtest.h>

#include "gsm/gmm/messages/detach.h"
#include "tests/scripted_sgsn/scripted_sgsn.h"

namespace foothold::m2me {
namespace {

using namespace gsm;

struct MobileTest : testing::Test {
  void camp() { sgsn.play(mobile.on_cell_available(*RoutingArea::parse("001-01-1-1"))); }
  void connect() {
    camp();
    sgsn.play(mobile.connect(*sm::AccessPointName::parse("internet")));
  }

  Mobile mobile{scripted_settings(), [] { return 42U; }};
  ScriptedSgsn sgsn{mobile};
};

TEST_F(MobileTest, ConnectAttachesAndBringsUpABearer) {
  connect();
  const auto up = sgsn.told<BearerUp>();
  ASSERT_EQ(up.size(), 1U);
  EXPECT_EQ(up[0].bearer.address, (std::array<std::uint8_t, 4>{10, 46, 0, 2}));
  EXPECT_EQ(up[0].bearer.apn, "internet");
  EXPECT_EQ(up[0].bearer.imsi, "001020000000001");
  EXPECT_EQ(sgsn.gmm_received.back(), gmm::MessageType::attach_complete);
  EXPECT_EQ(sgsn.ciphered_received, 2U) << "attach complete and the PDP context request";
}

TEST_F(MobileTest, ConnectWaitsForACell) {
  sgsn.play(mobile.connect(*sm::AccessPointName::parse("internet")));
  EXPECT_TRUE(sgsn.gmm_received.empty());
  camp();
  EXPECT_EQ(sgsn.told<BearerUp>().size(), 1U);
}

TEST_F(MobileTest, PacketsGoThroughSndcpAndLlcBothWays) {
  connect();
  for (const std::size_t size : {20U, 500U, 1400U}) {
    sgsn.forget();
    const Bytes packet(size, 0x45);
    sgsn.play(mobile.send_packet(packet));
    const auto delivered = sgsn.told<DeliverPacket>();
    ASSERT_EQ(delivered.size(), 1U) << size;
    EXPECT_EQ(delivered[0].packet, packet);
  }
}

TEST_F(MobileTest, WithoutABearerPacketsAreDropped) {
  camp();
  EXPECT_TRUE(mobile.send_packet(Bytes(20, 0x45)).empty());
}

TEST_F(MobileTest, APermanentRejectIsTold) {
  sgsn.attach_reject = gmm::GmmCause::illegal_ms;
  connect();
  EXPECT_EQ(sgsn.told<ConnectFailed>().size(), 1U);
  EXPECT_TRUE(sgsn.told<BearerUp>().empty());
}

TEST_F(MobileTest, DisconnectDetachesAndTheBearerIsGone) {
  connect();
  sgsn.play(mobile.disconnect());
  EXPECT_EQ(sgsn.told<BearerDown>().size(), 1U);
  EXPECT_EQ(sgsn.told<Disconnected>().size(), 1U);
  EXPECT_FALSE(mobile.has_bearer());
}

TEST_F(MobileTest, ANetworkDetachWithReattachRestoresTheBearer) {
  connect();
  sgsn.forget();
  gmm::MtDetachRequest request;
  request.type = gmm::MtDetachType::reattach_required;
  sgsn.send(llc::Sapi::gmm, gmm::encode(request), true);
  sgsn.play({});
  EXPECT_EQ(sgsn.told<BearerDown>().size(), 1U);
  EXPECT_EQ(sgsn.told<BearerUp>().size(), 1U);
}

TEST_F(MobileTest, ConnectWhileADetachIsUnderWayIsFulfilledAfterIt) {
  connect();
  sgsn.forget();
  auto effects = mobile.disconnect();
  for (auto& more : mobile.connect(*sm::AccessPointName::parse("internet"))) effects.push_back(std::move(more));
  sgsn.play(std::move(effects));
  EXPECT_EQ(sgsn.told<Disconnected>().size(), 1U);
  EXPECT_EQ(sgsn.told<BearerUp>().size(), 1U);
  EXPECT_TRUE(mobile.has_bearer());
}

// osmo-sgsn does that to a mobile whose attach request it got twice.
TEST_F(MobileTest, ANetworkDetachWithReattachWhileAContextIsActivatedIsNoFailure) {
  sgsn.activate_contexts = false;
  connect();
  sgsn.activate_contexts = true;
  gmm::MtDetachRequest request;
  request.type = gmm::MtDetachType::reattach_required;
  sgsn.send(llc::Sapi::gmm, gmm::encode(request), true);
  sgsn.play({});
  EXPECT_TRUE(sgsn.told<ConnectFailed>().empty());
  EXPECT_EQ(sgsn.told<BearerUp>().size(), 1U);
}

TEST_F(MobileTest, ANetworkDetachForGoodWhileAContextIsActivatedIsToldOnce) {
  sgsn.activate_contexts = false;
  connect();
  gmm::MtDetachRequest request;
  request.type = gmm::MtDetachType::reattach_not_required;
  request.cause = gmm::GmmCause::illegal_ms;
  sgsn.send(llc::Sapi::gmm, gmm::encode(request), true);
  sgsn.play({});
  EXPECT_EQ(sgsn.told<ConnectFailed>().size(), 1U);
}

// After a detach of the network's own the bearer is restored unasked; whoever asks meanwhile waits for the same one.
TEST_F(MobileTest, ConnectWhileTheBearerIsBeingRestoredIsNoFailure) {
  sgsn.activate_contexts = false;
  connect();
  sgsn.play(mobile.connect(*sm::AccessPointName::parse("internet")));
  EXPECT_TRUE(sgsn.told<ConnectFailed>().empty());
  sgsn.activate_contexts = true;
  sgsn.play(mobile.on_timer({MobileTimer::Layer::sm, static_cast<std::uint8_t>(sm::SmTimerKind::t3380), 5}));
  EXPECT_EQ(sgsn.told<BearerUp>().size(), 1U);
}

TEST_F(MobileTest, ConnectForAnotherApnWhileOneIsBeingActivatedIsRefused) {
  sgsn.activate_contexts = false;
  connect();
  sgsn.play(mobile.connect(*sm::AccessPointName::parse("foothold.ro")));
  EXPECT_EQ(sgsn.told<ConnectFailed>().size(), 1U);
}

// Once its context was taken away, the mobile asked for the APN that had been refused to its user.
TEST_F(MobileTest, ARefusedConnectLeavesTheWishAsItWas) {
  connect();
  sgsn.play(mobile.connect(*sm::AccessPointName::parse("foothold.ro")));
  EXPECT_EQ(sgsn.told<ConnectFailed>().size(), 1U);
  EXPECT_TRUE(mobile.has_bearer());
  sgsn.forget();
  gmm::MtDetachRequest request;
  request.type = gmm::MtDetachType::reattach_required;
  sgsn.send(llc::Sapi::gmm, gmm::encode(request), true);
  sgsn.play({});
  const auto up = sgsn.told<BearerUp>();
  ASSERT_EQ(up.size(), 1U);
  EXPECT_EQ(up[0].bearer.apn, "internet");
}

TEST_F(MobileTest, EveryEventCarriesTheDevice) {
  connect();
  sgsn.play(mobile.send_packet(Bytes(20, 0x45)));
  const auto events = sgsn.told<trace::Event>();
  EXPECT_GT(events.size(), 10U);
  for (const auto& event : events) EXPECT_EQ(event.device, "001020000000001") << event.name;
}

// Wireshark gets the signalling in the clear from us; user data it has from GTP, and twice would be once too often.
TEST_F(MobileTest, SignallingIsShownInTheClearUserDataOnlyCounted) {
  connect();
  sgsn.forget();
  sgsn.play(mobile.send_packet(Bytes(600, 0x45)));
  for (const auto& event : sgsn.told<trace::Event>()) EXPECT_TRUE(event.bytes.empty()) << event.name;
}

}  // namespace
}  // namespace foothold::m2me

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gsm/sm/sm_ms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/hex.h"

namespace foothold::gsm::sm {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

// osmo-sgsn's, for TI 0: 172.16.32.2, DNS 9.9.9.9 and 149.112.112.112
constexpr char kAccept[] =
    "8a42030e23621f72993f3f1143ffff000000042b060121ac10200227228080211002000010810609090909830695707070"
    "000d0409090909000d0495707070";

class SmMsTest : public testing::Test {
 protected:
  void activate(std::uint8_t nsapi = 5) {
    PdpContextRequest request;
    request.nsapi = nsapi;
    request.apn = *AccessPointName::parse("internet");
    effects = sm.activate(request);
  }
  void receive(const std::string& hex) { effects = sm.on_pdu(*from_hex(hex)); }
  void expire(SmTimerKind kind, std::uint8_t nsapi = 5) { effects = sm.on_timer({kind, nsapi}); }

  std::vector<std::string> sent() const {
    std::vector<std::string> out;
    for (const auto& effect : effects) {
      if (const auto* pdu = std::get_if<l3::SendPdu>(&effect)) out.push_back(to_hex(pdu->bytes));
    }
    return out;
  }
  template <class T>
  const T* find() const {
    for (const auto& effect : effects) {
      if (const auto* found = std::get_if<T>(&effect)) return found;
    }
    return nullptr;
  }
  const trace::Event* event(const std::string& name) const {
    for (const auto& effect : effects) {
      const auto* traced = std::get_if<l3::Trace>(&effect);
      if (traced != nullptr && traced->event.name == name) return &traced->event;
    }
    return nullptr;
  }

  SmMs sm{"001020000000001"};
  Effects effects;
};

const std::string kRequest =
    "0a410503"
    "03000000"
    "020121"
    "280908696e7465726e6574"
    "271a8080211001000010810600000000830600000000000d00001000";

TEST_F(SmMsTest, ActivationAsksOnce) {
  activate();
  EXPECT_THAT(sent(), ElementsAre(kRequest));
  EXPECT_EQ(find<l3::SendPdu>()->sapi, 1);
  EXPECT_TRUE(find<l3::SendPdu>()->ciphered);
  EXPECT_EQ(find<StartTimer>()->timer, (SmTimer{SmTimerKind::t3380, 5}));
  EXPECT_EQ(find<StartTimer>()->duration, seconds(30));
  EXPECT_EQ(sm.state(5), PdpState::active_pending);
  EXPECT_EQ(event("sm.activate_pdp_context_request")->kind, trace::Kind::sent);
}

TEST_F(SmMsTest, AcceptGivesAddressDnsAndMtu) {
  activate();
  receive(kAccept);
  const auto* activated = find<ContextActivated>();
  ASSERT_NE(activated, nullptr);
  EXPECT_EQ(activated->nsapi, 5);
  EXPECT_EQ(activated->llc_sapi, 3);
  EXPECT_EQ(activated->address, (Ipv4Address{172, 16, 32, 2}));
  EXPECT_THAT(activated->dns, ElementsAre(Ipv4Address{9, 9, 9, 9}, Ipv4Address{149, 112, 112, 112}));
  EXPECT_EQ(activated->mtu, std::nullopt);
  EXPECT_EQ(activated->apn->text(), "internet");
  EXPECT_EQ(activated->radio_priority, 4);
  EXPECT_NE(find<StopTimer>(), nullptr);
  EXPECT_EQ(sm.state(5), PdpState::active);
  const auto* traced = event("sm.activate_pdp_context_accept");
  ASSERT_NE(traced, nullptr);
  EXPECT_EQ(traced->kind, trace::Kind::received);
  EXPECT_EQ(traced->to, trace::Actor::m2me);
  EXPECT_EQ(traced->field("address"), "172.16.32.2");
  EXPECT_EQ(traced->field("apn"), "internet");
  EXPECT_EQ(traced->field("dns"), "9.9.9.9 149.112.112.112");
  receive(kAccept);  // repeated
  EXPECT_EQ(find<ContextActivated>(), nullptr);
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(SmMsTest, GivesUpAfterFifthT3380Expiry) {
  activate();
  for (int expiry = 1; expiry <= 4; ++expiry) {
    this->expire(SmTimerKind::t3380);
    EXPECT_THAT(sent(), ElementsAre(kRequest)) << expiry;
  }
  expire(SmTimerKind::t3380);
  EXPECT_THAT(sent(), IsEmpty());
  ASSERT_NE(find<ContextFailed>(), nullptr);
  EXPECT_EQ(find<ContextFailed>()->cause, std::nullopt);
  EXPECT_EQ(event("sm.pdp_context_failed")->kind, trace::Kind::failure);
  EXPECT_EQ(sm.state(5), PdpState::inactive);
}

TEST_F(SmMsTest, RejectIsFinal) {
  activate();
  receive("8a431b");
  ASSERT_NE(find<ContextFailed>(), nullptr);
  EXPECT_EQ(find<ContextFailed>()->cause, SmCause::missing_or_unknown_apn);
  EXPECT_EQ(event("sm.pdp_context_failed")->field("reason"), "missing or unknown APN");
  EXPECT_EQ(sm.state(5), PdpState::inactive);
}

TEST_F(SmMsTest, NotSubscribedIsAskedAgainWithDoublingPausesAndABound) {
  activate();
  for (const auto pause : {50, 100, 200, 400, 800, 1600}) {
    receive("8a4321");
    EXPECT_EQ(find<ContextFailed>(), nullptr);
    EXPECT_EQ(find<StartTimer>()->timer, (SmTimer{SmTimerKind::race_pause, 5}));
    EXPECT_EQ(find<StartTimer>()->duration, milliseconds(pause));
    expire(SmTimerKind::race_pause);
    EXPECT_THAT(sent(), ElementsAre(kRequest));
  }
  receive("8a4321");
  ASSERT_NE(find<ContextFailed>(), nullptr);
  EXPECT_EQ(find<ContextFailed>()->cause, SmCause::requested_service_option_not_subscribed);
}

TEST_F(SmMsTest, DeactivationWaitsForTheAnswer) {
  activate();
  receive(kAccept);
  effects = sm.deactivate(5);
  EXPECT_THAT(sent(), ElementsAre("0a4624"));
  EXPECT_EQ(find<StartTimer>()->duration, seconds(8));
  EXPECT_EQ(find<ContextDeactivated>(), nullptr);
  receive("8a47");
  EXPECT_NE(find<ContextDeactivated>(), nullptr);
  EXPECT_EQ(sm.state(5), PdpState::inactive);
}

TEST_F(SmMsTest, DeactivationEndsAfterFifthT3390Expiry) {
  activate();
  receive(kAccept);
  effects = sm.deactivate(5);
  for (int expiry = 1; expiry <= 4; ++expiry) {
    expire(SmTimerKind::t3390);
    EXPECT_THAT(sent(), ElementsAre("0a4624"));
  }
  expire(SmTimerKind::t3390);
  EXPECT_NE(find<ContextDeactivated>(), nullptr);
}

TEST_F(SmMsTest, DeactivationDuringActivation) {
  activate();
  effects = sm.deactivate(5);
  EXPECT_THAT(sent(), ElementsAre("0a4624"));
  receive(kAccept);  // it crossed
  EXPECT_THAT(sent(), IsEmpty());
  EXPECT_EQ(sm.state(5), PdpState::inactive_pending);
}

TEST_F(SmMsTest, NetworkDeactivates) {
  activate();
  receive(kAccept);
  receive("8a4627");
  EXPECT_THAT(sent(), ElementsAre("0a47"));
  ASSERT_NE(find<ContextDeactivated>(), nullptr);
  EXPECT_EQ(find<ContextDeactivated>()->cause, SmCause::reactivation_required);
}

TEST_F(SmMsTest, NetworkDeactivatesDuringActivation) {
  activate();
  receive("8a4626");
  EXPECT_THAT(sent(), ElementsAre("0a47"));
  EXPECT_NE(find<ContextFailed>(), nullptr);
}

TEST_F(SmMsTest, CollidingDeactivationsBothEnd) {
  activate();
  receive(kAccept);
  effects = sm.deactivate(5);
  receive("8a4624");
  EXPECT_THAT(sent(), ElementsAre("0a47"));
  EXPECT_NE(find<ContextDeactivated>(), nullptr);
  EXPECT_NE(find<StopTimer>(), nullptr);
}

TEST_F(SmMsTest, NetworkModifies) {
  activate();
  receive(kAccept);
  receive("8a4802050323621f");
  EXPECT_THAT(sent(), ElementsAre("0a49"));
  ASSERT_NE(find<ContextModified>(), nullptr);
  EXPECT_EQ(find<ContextModified>()->llc_sapi, 5);
  receive("8a4802010323621f");  // not a SAPI for user data
  EXPECT_THAT(sent(), ElementsAre("0a4625"));
  EXPECT_EQ(sm.state(5), PdpState::inactive_pending);
}

TEST_F(SmMsTest, NetworkMayNotOpenContexts) {
  receive("1a44020121");
  EXPECT_THAT(sent(), ElementsAre("9a4528"));
}

TEST_F(SmMsTest, AcceptWithoutAddressIsTakenDown) {
  activate();
  receive("8a42030300000004");
  ASSERT_NE(find<ContextFailed>(), nullptr);
  EXPECT_THAT(sent(), ElementsAre("0a466f"));
  receive("8a47");
  EXPECT_EQ(find<ContextDeactivated>(), nullptr);  // it never was active
  EXPECT_EQ(sm.state(5), PdpState::inactive);
}

TEST_F(SmMsTest, AcceptWithSignallingSapiIsTakenDown) {
  activate();
  receive("8a4201030000000 42b060121ac102002");
  EXPECT_NE(find<ContextFailed>(), nullptr);
  EXPECT_THAT(sent(), ElementsAre("0a466f"));
}

TEST_F(SmMsTest, StaticAddressIsAskedForAndKept) {
  PdpContextRequest request;
  request.static_address = Ipv4Address{10, 46, 0, 9};
  effects = sm.activate(request);
  EXPECT_NE(sent()[0].find("0601210a2e0009"), std::string::npos);
  receive("8a42030300000004");
  ASSERT_NE(find<ContextActivated>(), nullptr);
  EXPECT_EQ(find<ContextActivated>()->address, (Ipv4Address{10, 46, 0, 9}));
}

TEST_F(SmMsTest, ContextsAreKeptApartByTransactionIdentifier) {
  activate(5);
  activate(15);
  EXPECT_EQ(sent()[0].substr(0, 6), "1a410f");
  receive("9a431b");
  EXPECT_EQ(find<ContextFailed>()->nsapi, 15);
  EXPECT_EQ(sm.state(5), PdpState::active_pending);
  receive(kAccept);
  EXPECT_EQ(find<ContextActivated>()->nsapi, 5);
}

TEST_F(SmMsTest, SevenContextsAtMost) {
  for (std::uint8_t nsapi = 5; nsapi < 12; ++nsapi) {
    activate(nsapi);
    EXPECT_EQ(find<ContextFailed>(), nullptr);
  }
  activate(12);
  EXPECT_NE(find<ContextFailed>(), nullptr);
  receive("ba431b");  // TI 3 becomes free
  activate(12);
  EXPECT_EQ(sent()[0].substr(0, 6), "3a410c");
}

TEST_F(SmMsTest, RefusesWhatIsOutOfRange) {
  for (const std::uint8_t nsapi : std::initializer_list<std::uint8_t>{0, 4, 16, 255}) {
    activate(nsapi);
    EXPECT_THAT(sent(), IsEmpty());
    EXPECT_NE(find<ContextFailed>(), nullptr);
    EXPECT_EQ(sm.state(nsapi), PdpState::inactive);
  }
  PdpContextRequest request;
  request.llc_sapi = 1;
  effects = sm.activate(request);
  EXPECT_NE(find<ContextFailed>(), nullptr);
  activate(5);
  activate(5);  // in use
  EXPECT_NE(find<ContextFailed>(), nullptr);
  EXPECT_EQ(sm.state(5), PdpState::active_pending);
  effects = sm.deactivate(7);
  EXPECT_THAT(sent(), IsEmpty());
  effects = sm.deactivate(200);
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(SmMsTest, DetachEndsAllContexts) {
  activate(5);
  receive(kAccept);
  activate(6);
  effects = sm.on_detached();
  EXPECT_EQ(find<ContextDeactivated>()->nsapi, 5);
  EXPECT_EQ(find<ContextFailed>()->nsapi, 6);
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(SmMsTest, ContextThatTheNetworkLostIsGone) {
  activate(5);
  receive(kAccept);
  effects = sm.on_network_context_status({0x20, 0});
  EXPECT_EQ(sm.state(5), PdpState::active);
  effects = sm.on_network_context_status({0x00, 0});
  EXPECT_NE(find<ContextDeactivated>(), nullptr);
}

TEST_F(SmMsTest, StatusEndsTheProcedureItConcerns) {
  activate();
  receive("8a5561");
  EXPECT_NE(find<ContextFailed>(), nullptr);
  activate();
  receive(kAccept);
  receive("8a5560");
  EXPECT_EQ(sm.state(5), PdpState::active);
  receive("8a5551");
  EXPECT_NE(find<ContextDeactivated>(), nullptr);
  EXPECT_THAT(sent(), IsEmpty());
}

TEST_F(SmMsTest, ErrorsOfTheNetworkAreReported) {
  receive("8a4321");  // no such transaction
  EXPECT_THAT(sent(), ElementsAre("0a5551"));
  receive("0a4321");  // a transaction of the network's own
  EXPECT_THAT(sent(), ElementsAre("8a5551"));
  receive("8a99");
  EXPECT_THAT(sent(), ElementsAre("0a5561"));
  receive("8a55");  // never a STATUS for a STATUS
  EXPECT_THAT(sent(), IsEmpty());
  receive("7a4321");
  EXPECT_THAT(sent(), IsEmpty());
  activate();
  receive("8a43");  // no cause
  EXPECT_THAT(sent(), ElementsAre("0a5560"));
  receive("8a47");  // not what this state waits for
  EXPECT_THAT(sent(), ElementsAre("0a5562"));
  EXPECT_EQ(sm.state(5), PdpState::active_pending);
}

TEST_F(SmMsTest, StaleExpiryIsDiscarded) {
  expire(SmTimerKind::t3380);
  EXPECT_EQ(event("sm.message")->kind, trace::Kind::discarded);
  activate();
  expire(SmTimerKind::t3390);
  expire(SmTimerKind::race_pause);
  EXPECT_THAT(sent(), IsEmpty());
  expire(SmTimerKind::t3380, 99);
  EXPECT_THAT(sent(), IsEmpty());
}

}  // namespace
}  // namespace foothold::gsm::sm

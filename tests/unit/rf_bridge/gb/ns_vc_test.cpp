// SPDX-License-Identifier: AGPL-3.0-or-later
#include "rf_bridge/gb/ns_vc.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "effect_log.h"

namespace foothold::rf_bridge::gb {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

using State = NsVc::State;

class NsVcTest : public ::testing::Test {
 protected:
  std::vector<std::string> receive(const NsPdu& pdu) { return in_words(vc.on_datagram(encode_ns(pdu))); }
  void become_unblocking() {
    vc.start();
    receive(NsResetAck{101, 101});
    ASSERT_EQ(vc.state(), State::unblocking);
  }
  void become_available() {
    become_unblocking();
    receive(NsUnblockAck{});
    receive(NsAliveAck{});
    ASSERT_EQ(vc.state(), State::available);
  }

  NsVc vc{NsSettings{}};
};

TEST_F(NsVcTest, ComesUpByResetTestAndUnblock) {
  EXPECT_THAT(in_words(vc.start()), ElementsAre("send reset", "start ns_reset 1000"));
  EXPECT_THAT(receive(NsResetAck{101, 101}),
              ElementsAre("stop ns_reset", "send alive", "stop ns_test", "start ns_alive 1000", "send unblock",
                          "start ns_unblock 1000"));
  EXPECT_THAT(receive(NsAlive{}), ElementsAre("send alive_ack"));
  EXPECT_THAT(receive(NsAliveAck{}), ElementsAre("stop ns_alive", "start ns_test 5000"));
  EXPECT_THAT(receive(NsUnblockAck{}), ElementsAre("stop ns_unblock", "NS available"));
  EXPECT_EQ(vc.state(), State::available);
}

TEST_F(NsVcTest, RepeatsResetWithoutEnd) {
  vc.start();
  for (int i = 0; i < 1000; ++i) {
    ASSERT_THAT(in_words(vc.on_timer(Timer::ns_reset)), ElementsAre("send reset", "start ns_reset 1000"));
  }
}

TEST_F(NsVcTest, StartsOnlyOnce) {
  vc.start();
  EXPECT_THAT(vc.start(), IsEmpty());
}

TEST_F(NsVcTest, IgnoresResetAckOfOthers) {
  vc.start();
  EXPECT_THAT(receive(NsResetAck{102, 101}), IsEmpty());
  EXPECT_THAT(receive(NsResetAck{101, 102}), IsEmpty());
  EXPECT_EQ(vc.state(), State::resetting);
}

TEST_F(NsVcTest, RepeatsUnblockThreeTimesThenResets) {
  become_unblocking();
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(in_words(vc.on_timer(Timer::ns_unblock)), ElementsAre("send unblock", "start ns_unblock 1000"));
  }
  EXPECT_THAT(in_words(vc.on_timer(Timer::ns_unblock)), Contains("send reset"));
  EXPECT_EQ(vc.state(), State::resetting);
}

TEST_F(NsVcTest, TestsAndGivesUpAfterFourUnansweredAlives) {
  become_available();
  EXPECT_THAT(in_words(vc.on_timer(Timer::ns_test)), ElementsAre("send alive", "stop ns_test", "start ns_alive 1000"));
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(in_words(vc.on_timer(Timer::ns_alive)), ElementsAre("send alive", "start ns_alive 1000"));
  }
  EXPECT_THAT(in_words(vc.on_timer(Timer::ns_alive)),
              ElementsAre("NS lost: the SGSN does not answer NS-ALIVE", "stop ns_unblock", "stop ns_test",
                          "stop ns_alive", "send reset", "start ns_reset 1000"));
}

TEST_F(NsVcTest, AnAnsweredTestStartsCountingAnew) {
  become_available();
  for (int round = 0; round < 3; ++round) {
    vc.on_timer(Timer::ns_test);
    for (int i = 0; i < 3; ++i) vc.on_timer(Timer::ns_alive);
    receive(NsAliveAck{});
  }
  EXPECT_EQ(vc.state(), State::available);
}

TEST_F(NsVcTest, AClosedPortMeansLostAtOnce) {
  become_available();
  EXPECT_THAT(in_words(vc.on_refused()), Contains("NS lost: nobody listens at the SGSN's NS port"));
  EXPECT_EQ(vc.state(), State::resetting);
  // Only the timer paces the tries from here on.
  EXPECT_THAT(vc.on_refused(), IsEmpty());
}

// What osmo-sgsn answers after a restart too fast for anything else to show it.
TEST_F(NsVcTest, AStatusOfARestartedSgsnMeansLost) {
  for (auto cause : {NsCause::nsvc_unknown, NsCause::nsvc_blocked, NsCause::pdu_not_compatible_with_state}) {
    vc = NsVc(NsSettings{});
    become_available();
    EXPECT_THAT(receive(NsStatus{cause, {}, {}, {}}), Contains("send reset"));
    EXPECT_EQ(vc.state(), State::resetting);
    EXPECT_THAT(receive(NsStatus{cause, {}, {}, {}}), IsEmpty());
  }
}

TEST_F(NsVcTest, OtherStatusChangesNothing) {
  become_available();
  EXPECT_THAT(receive(NsStatus{NsCause::bvci_unknown, {}, {}, 7}), IsEmpty());
  EXPECT_EQ(vc.state(), State::available);
}

TEST_F(NsVcTest, AnswersAResetByTheSgsn) {
  become_available();
  EXPECT_THAT(receive(NsReset{NsCause::om_intervention, 101, 101}),
              ElementsAre("send reset_ack", "NS lost: the SGSN has reset the NS-VC", "send unblock",
                          "start ns_unblock 1000", "send alive", "stop ns_test", "start ns_alive 1000"));
  EXPECT_EQ(vc.state(), State::unblocking);
}

TEST_F(NsVcTest, StillWaitsForItsOwnAckWhenBothReset) {
  vc.start();
  EXPECT_THAT(receive(NsReset{NsCause::om_intervention, 101, 101}), ElementsAre("send reset_ack"));
  EXPECT_EQ(vc.state(), State::resetting);
}

TEST_F(NsVcTest, RefusesAResetOfAnotherNsVc) {
  become_available();
  EXPECT_THAT(receive(NsReset{NsCause::om_intervention, 7, 101}), ElementsAre("send status"));
  EXPECT_EQ(vc.state(), State::available);
}

TEST_F(NsVcTest, IsBlockedAndUnblockedByTheSgsn) {
  become_available();
  EXPECT_THAT(
      receive(NsBlock{NsCause::om_intervention, 101}),
      ElementsAre("send block_ack", "NS lost: the SGSN has blocked the NS-VC: O&M intervention", "stop ns_unblock"));
  EXPECT_EQ(vc.state(), State::blocked_by_peer);
  EXPECT_THAT(in_words(vc.send(2, Bytes{0x01})), IsEmpty());
  EXPECT_THAT(receive(NsUnblock{}), ElementsAre("send unblock_ack", "NS available"));
}

TEST_F(NsVcTest, RefusesABlockOfAnotherNsVc) {
  become_available();
  EXPECT_THAT(receive(NsBlock{NsCause::om_intervention, 7}), ElementsAre("send status"));
  EXPECT_EQ(vc.state(), State::available);
}

TEST_F(NsVcTest, CarriesUserDataOnlyWhenAvailable) {
  become_unblocking();
  EXPECT_THAT(in_words(vc.on_datagram(Bytes{0x00, 0x00, 0x00, 0x02, 0x27})), ElementsAre("send status"));
  EXPECT_THAT(traced(vc.send(2, Bytes{0x27})), ElementsAre("ns.discarded"));
  receive(NsUnblockAck{});
  EXPECT_THAT(receive(NsUnitdata{0, 2, {0x27}}), ElementsAre("deliver on 2"));
  EXPECT_THAT(in_words(vc.send(0, encode_bssgp(BvcResetAck{0, {}, {}}))), ElementsAre("send 0 bvc_reset_ack"));
}

TEST_F(NsVcTest, AnswersNonsenseWithStatusButNeverAStatus) {
  become_available();
  EXPECT_THAT(in_words(vc.on_datagram(Bytes{0xff, 0x01})), ElementsAre("send status"));
  EXPECT_THAT(in_words(vc.on_datagram(Bytes{NsStatus::kType})), IsEmpty());
  EXPECT_THAT(traced(vc.on_datagram(Bytes{NsStatus::kType})), ElementsAre("ns.discarded"));
  EXPECT_THAT(in_words(vc.on_datagram({})), IsEmpty());
  EXPECT_EQ(vc.state(), State::available);
}

TEST_F(NsVcTest, DiscardsAnswersNobodyAskedFor) {
  become_available();
  EXPECT_THAT(receive(NsUnblockAck{}), IsEmpty());
  EXPECT_THAT(receive(NsBlockAck{101}), IsEmpty());
  EXPECT_THAT(receive(NsResetAck{101, 101}), IsEmpty());
  EXPECT_EQ(vc.state(), State::available);
}

TEST_F(NsVcTest, StopsForGood) {
  become_available();
  EXPECT_THAT(in_words(vc.stop()), ElementsAre("stop ns_reset", "stop ns_unblock", "stop ns_test", "stop ns_alive"));
  EXPECT_THAT(receive(NsAlive{}), IsEmpty());
  EXPECT_THAT(vc.on_refused(), IsEmpty());
  for (auto timer : {Timer::ns_reset, Timer::ns_unblock, Timer::ns_test, Timer::ns_alive}) {
    EXPECT_THAT(vc.on_timer(timer), IsEmpty());
  }
  EXPECT_THAT(vc.stop(), IsEmpty());
}

TEST_F(NsVcTest, TracesStatesAndMessagesButNotTheHeartbeat) {
  EXPECT_THAT(traced(vc.start()), ElementsAre("ns.state", "ns.reset"));
  EXPECT_THAT(traced(vc.on_datagram(encode_ns(NsAlive{}))), IsEmpty());
}

}  // namespace
}  // namespace foothold::rf_bridge::gb

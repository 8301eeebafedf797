// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Unknown, unforeseen and erroneous protocol data (TS 24.008 8).
#include <gmock/gmock.h>

#include "test_mobile.h"

namespace foothold::gsm::gmm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(GmmError, TooShortAndForeignMessagesAreIgnored) {
  TestMobile mobile;
  mobile.attach_completely();
  for (const auto* pdu : {"", "08", "0a41", "1801"}) {
    mobile.receive(std::string(pdu), true);
    EXPECT_THAT(mobile.sent(), IsEmpty()) << pdu;
    EXPECT_EQ(mobile.event("gmm.message")->kind, trace::Kind::discarded);
  }
}

TEST(GmmError, UnknownMessageTypeIsReported) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.receive("0877", true);
  EXPECT_THAT(mobile.sent(), ElementsAre("082061"));
  mobile.receive("0801", true);  // only a network receives it
  EXPECT_THAT(mobile.sent(), ElementsAre("082061"));
}

TEST(GmmError, MissingMandatoryElementIsReported) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.receive("0804");
  EXPECT_THAT(mobile.sent(), ElementsAre("082060"));
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered_initiated);
}

TEST(GmmError, ElementThatMustBeUnderstoodIsReported) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.receive("080411 0101ff");
  EXPECT_THAT(mobile.sent(), ElementsAre("082060"));
}

TEST(GmmError, StatusIsNeverAnsweredByStatus) {
  TestMobile mobile;
  mobile.attach_completely();
  for (const auto* pdu : {"0820", "08206f", "0820ff"}) {
    mobile.receive(std::string(pdu), true);
    EXPECT_THAT(mobile.sent(), IsEmpty());
  }
}

TEST(GmmError, NothingIsSentWithoutALogicalLink) {
  TestMobile mobile;
  mobile.cell();
  mobile.receive("080203");
  mobile.receive("0877");
  EXPECT_THAT(mobile.sent(), IsEmpty());
}

TEST(GmmError, ClearMessagesAreDiscardedWhileCipheringIsInUse) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.challenge(3);
  mobile.sim(umts_success());
  mobile.receive(test_accept(), false);
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered_initiated);
  EXPECT_EQ(mobile.event("gmm.attach_accept")->kind, trace::Kind::discarded);
  mobile.receive(test_accept(), true);
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered);
}

TEST(GmmError, StaleExpiryIsDiscarded) {
  TestMobile mobile;
  mobile.attach_completely();
  for (const auto timer : {GmmTimer::t3302, GmmTimer::t3310, GmmTimer::t3311, GmmTimer::t3312, GmmTimer::t3318,
                           GmmTimer::t3320, GmmTimer::t3321, GmmTimer::t3330}) {
    mobile.expire(timer);
    EXPECT_THAT(mobile.sent(), IsEmpty()) << to_string(timer);
    EXPECT_EQ(mobile.event("gmm.timer")->kind, trace::Kind::discarded);
  }
}

TEST(GmmError, InformationIsTraced) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.receive("0821 4303 8f3119", true);
  EXPECT_EQ(mobile.event("gmm.information")->kind, trace::Kind::received);
}

}  // namespace
}  // namespace foothold::gsm::gmm

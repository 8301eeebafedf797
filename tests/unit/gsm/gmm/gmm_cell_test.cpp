// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gmock/gmock.h>

#include "test_mobile.h"

namespace foothold::gsm::gmm {
namespace {

using testing::IsEmpty;

TEST(GmmCell, AttachGoesOnInTheNextCell) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.effects = mobile.gmm.on_cell_lost();
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3310));
  EXPECT_EQ(mobile.gmm.substate(), GmmSubstate::no_cell_available);
  EXPECT_EQ(mobile.gmm.tlli(), std::nullopt);
  mobile.cell();
  EXPECT_TRUE(mobile.sent_message<AttachRequest>());
}

TEST(GmmCell, NewAreaDuringAttachStartsItAnew) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.cell(kHere);
  EXPECT_THAT(mobile.sent(), IsEmpty());
  mobile.cell(kThere);
  EXPECT_TRUE(mobile.sent_message<AttachRequest>());
}

TEST(GmmCell, SameAreaDoesNotShortenThePause) {
  TestMobile mobile;
  mobile.cell();
  mobile.attach();
  mobile.receive("080411");
  mobile.cell();
  EXPECT_THAT(mobile.sent(), IsEmpty());
  mobile.cell(kThere);
  EXPECT_TRUE(mobile.sent_message<AttachRequest>());
  EXPECT_TRUE(mobile.stopped(GmmTimer::t3311));
}

TEST(GmmCell, LossWhileRegisteredIsNoDetachButAReasonToUpdate) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.effects = mobile.gmm.on_cell_lost();
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered);
  mobile.cell();
  EXPECT_EQ(mobile.sent_message<RoutingAreaUpdateRequest>()->update_type, UpdateType::periodic);
}

TEST(GmmCell, UpdateThatFellDueWithoutACellIsMadeUp) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.expire(GmmTimer::t3314);
  mobile.effects = mobile.gmm.on_cell_lost();
  mobile.expire(GmmTimer::t3312);
  EXPECT_THAT(mobile.sent(), IsEmpty());
  mobile.cell();
  EXPECT_EQ(mobile.sent_message<RoutingAreaUpdateRequest>()->update_type, UpdateType::periodic);
}

TEST(GmmCell, LossDuringUpdateRepeatsItLater) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.cell(kThere);
  mobile.effects = mobile.gmm.on_cell_lost();
  EXPECT_EQ(mobile.gmm.state(), GmmState::registered);
  mobile.cell(kThere);
  EXPECT_TRUE(mobile.sent_message<RoutingAreaUpdateRequest>());
}

TEST(GmmCell, LossDuringDetachEndsItLocally) {
  TestMobile mobile;
  mobile.attach_completely();
  mobile.detach();
  mobile.effects = mobile.gmm.on_cell_lost();
  EXPECT_NE(mobile.find<DetachConfirm>(), nullptr);
}

}  // namespace
}  // namespace foothold::gsm::gmm

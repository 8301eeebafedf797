// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/steps/step_tracker.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "good_run.h"

namespace foothold::lab::steps {
namespace {

using namespace test;

class StepTrackerTest : public ::testing::Test {
 protected:
  void feed(const std::vector<Event>& events) {
    for (const Event& one : events) feed(one);
  }
  void feed(Event one) {
    if (one.time == trace::Time{}) one.time = at(clock_ += 10);
    clock_ = std::max(clock_, static_cast<int>((one.time - at(0)) / std::chrono::milliseconds(1)));
    for (Event& step : tracker_.take(one)) told_.push_back(std::move(step));
  }

  const DeviceRun& run() { return *tracker_.find(kPcid); }
  const StepRecord& step(std::string_view label) { return run().steps[*row_of(label)]; }
  std::string stopped_at() {
    const auto row = run().stopped_at();
    return row ? std::string(step_table()[*row].label) : "";
  }
  std::string done() {
    std::string labels;
    for (const Event& one : told_) {
      if (one.name == "step.done") labels += one.field("label") + " ";
    }
    return labels;
  }

  StepTracker tracker_{{kPcid}};
  std::vector<Event> told_;
  int clock_ = 0;
};

TEST_F(StepTrackerTest, DerivesEveryStepOfAGoodRun) {
  feed(good_run());
  EXPECT_EQ(done(), "1 2 3 4 5 6 7 8 9 10 11 12 12a 13 14 15 16 17 18 19 20 21 22 ");
  EXPECT_EQ(told_.size(), kStepRows);
  EXPECT_TRUE(run().complete());
  EXPECT_EQ(stopped_at(), "");
  EXPECT_TRUE(run().order_errors.empty());
  for (const StepRecord& record : run().steps) EXPECT_EQ(record.retries, 0U);
}

TEST_F(StepTrackerTest, TellsAStepAsAnEvent) {
  feed(good_run_until("dm.evidence_requested"));
  feed(good_run()[15]);
  feed(good_run()[16]);
  const Event& last = told_.back();
  EXPECT_EQ(last.kind, Kind::step);
  EXPECT_EQ(last.step, 12U);
  EXPECT_EQ(last.field("label"), "12a");
  EXPECT_EQ(last.device, kPcid);
  EXPECT_EQ(last.from, Actor::m2me);
  EXPECT_EQ(last.to, Actor::sho);
  EXPECT_EQ(last.time, good_run()[16].time);
  EXPECT_EQ(last.field("exchanged"), "evidence asked for by DM; PfC and evidence, transaction t1");
}

TEST_F(StepTrackerTest, NeedsEveryEvent) {
  const std::vector<Event> all = good_run();
  for (std::size_t left_out = 0; left_out < all.size(); ++left_out) {
    if (left_out == 7 || left_out == 26 || left_out == 27) continue;  // the AKA of GBA, and what step 22 does not need
    StepTracker tracker({kPcid});
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i != left_out) tracker.take(all[i]);
    }
    EXPECT_FALSE(tracker.find(kPcid)->complete()) << all[left_out].name;
  }
}

// TR 33.812 5.1.3.6.2, step 1: the machine decodes the network's system information, and attaches.
TEST_F(StepTrackerTest, OverTheAirTheFirstStepNeedsTheCell) {
  Event heard;
  heard.device = kPcid;
  heard.from = Actor::m2me;
  heard.kind = Kind::state;
  heard.name = "um.synchronised";
  feed(heard);
  feed(good_run()[0]);
  EXPECT_EQ(done(), "");
  Event selected = heard;
  selected.from = Actor::bss;
  selected.to = Actor::m2me;
  selected.kind = Kind::received;
  selected.name = "um.cell_selected";
  selected.fields = {{"cell", "001-01-1-1-1"}};
  feed(selected);
  EXPECT_EQ(done(), "1 ");
  EXPECT_EQ(step("1").exchanged.find("attach request with PCID"), 0U);
  feed(selected);  // back after an outage
  EXPECT_EQ(step("1").retries, 0U);
}

TEST_F(StepTrackerTest, TakesNobodysWordButTheReceivers) {
  for (Event one : good_run()) {
    if (one.kind == Kind::received) {
      Event sent = one;
      sent.kind = Kind::sent;  // the sender says so
      feed(sent);
      one.to = Actor::lab;  // another says so
    } else {
      one.from = Actor::lab;
    }
    feed(one);
  }
  EXPECT_EQ(done(), "");
  Event claim = event("step.done", Actor::m2me, Actor::none, Kind::step);
  claim.step = 22;
  feed(claim);
  EXPECT_EQ(told_.size(), 0U);
}

TEST_F(StepTrackerTest, FollowsSeveralDevicesAtOnce) {
  StepTracker tracker({"001020000000001", "001020000000002"});
  for (const Event& one : good_run()) {
    tracker.take(one);
    Event other = one;
    if (one.device == kPcid) other.device = "001020000000002";
    for (auto& field : other.fields) {
      if (field.value == kPcid) field.value = "001020000000002";
      if (field.value == kImsi) field.value = "001030000000008";
    }
    if (one.device == kImsi) other.device = "001030000000008";
    tracker.take(other);
  }
  EXPECT_TRUE(tracker.find("001020000000001")->complete());
  EXPECT_TRUE(tracker.find("001020000000002")->complete());
}

TEST_F(StepTrackerTest, IgnoresDevicesThatWereNotNamed) {
  StepTracker tracker({"001020000000099"});
  for (const Event& one : good_run()) EXPECT_TRUE(tracker.take(one).empty());
  EXPECT_EQ(tracker.find(kPcid), nullptr);
}

TEST_F(StepTrackerTest, FindsTheDevicesByItself) {
  StepTracker tracker;
  for (const Event& one : good_run()) tracker.take(one);
  EXPECT_TRUE(tracker.find(kPcid)->complete());
  EXPECT_EQ(tracker.find(kImsi), nullptr);  // the MCIM's IMSI turned out to be no device
  EXPECT_EQ(tracker.runs().size(), 1U);
}

TEST_F(StepTrackerTest, CountsRetries) {
  feed(good_run()[0]);
  feed(good_run()[0]);
  feed(good_run()[0]);
  EXPECT_EQ(step("1").retries, 2U);
  EXPECT_EQ(told_.size(), 1U);  // told once
}

TEST_F(StepTrackerTest, RefusesAnAttachWithoutAuthentication) {
  feed(good_run_until("apdu.authenticate"));
  feed(good_run()[5]);
  EXPECT_EQ(step("5").state, StepState::waiting);
  EXPECT_EQ(told_.back().name, "step.out_of_order");
  ASSERT_EQ(run().order_errors.size(), 1U);
  EXPECT_EQ(run().order_errors[0], "gmm.attach_accept before apdu.authenticate");
}

TEST_F(StepTrackerTest, RefusesAnObjectWithoutAVerdict) {
  feed(good_run_until("sho.verdict_received"));
  for (const std::size_t i : {20U, 21U, 22U, 23U}) {
    feed(good_run()[i]);
    EXPECT_EQ(told_.back().name, "step.out_of_order");
  }
  for (const char* label : {"16", "17", "18", "19"}) EXPECT_EQ(step(label).state, StepState::waiting) << label;
  EXPECT_EQ(run().order_errors.size(), 4U);
  // It is no step later either, unless it happens again.
  feed(good_run()[19]);
  EXPECT_EQ(step("16").state, StepState::waiting);
  feed(good_run()[20]);
  EXPECT_EQ(step("16").state, StepState::done);
}

TEST_F(StepTrackerTest, RefusesAnObjectAfterAnInvalidVerdict) {
  feed(good_run_until("pva.verdict"));
  feed(decided("pva.verdict", Actor::pva, {{"result", "invalid"}, {"reason", "component os"}}));
  feed(received("sho.verdict_received", Actor::pva, Actor::sho, {{"result", "invalid"}}));
  feed(decided("sho.object_built", Actor::sho, {{"transaction", "t1"}, {"mcim", "MCIM-1"}}));
  EXPECT_EQ(step("16").state, StepState::waiting);
  EXPECT_EQ(run().order_errors, std::vector<std::string>{"step 16 without a valid verdict"});
  EXPECT_EQ(stopped_at(), "14");
}

TEST_F(StepTrackerTest, AnInvalidMachineStopsAt14AndIsStillReported) {
  feed(good_run_until("pva.verdict"));
  feed(failed("pva.verdict", Actor::pva, {{"result", "invalid"}, {"reason", "component os altered"}}));
  feed(received("sho.verdict_received", Actor::pva, Actor::sho, {{"result", "invalid"}}));
  feed(received("dm.result_received", Actor::m2me, Actor::dpf, {{"transaction", "t1"}, {"result", "-1"}}));
  feed(received("sho.report_received", Actor::dpf, Actor::sho, {{"transaction", "t1"}, {"result", "-1"}}));
  feed(failed("m2me.ended", Actor::m2me, {{"reason", "refused by the SHO"}}));
  EXPECT_EQ(stopped_at(), "14");
  EXPECT_EQ(step("14").reason, "the PVA found the M2ME invalid: component os altered");
  EXPECT_EQ(step("15").state, StepState::done);
  EXPECT_EQ(step("20").state, StepState::done);
  EXPECT_EQ(step("21").state, StepState::done);
  EXPECT_EQ(step("16").state, StepState::waiting);
  EXPECT_FALSE(run().complete());
}

TEST_F(StepTrackerTest, AnUnknownPcidStopsAt3) {
  feed({good_run()[0], good_run()[1]});
  feed(failed("gsup.send_auth_info_error", Actor::vno, {{"cause", "2"}}));
  feed(failed("gmm.attach_reject", Actor::m2me, {{"cause", "2"}, {"reason", "IMSI unknown in HLR"}}));
  feed(failed("m2me.ended", Actor::m2me, {{"reason", "attach rejected"}}));
  EXPECT_EQ(stopped_at(), "3");
  EXPECT_EQ(step("3").reason, "the ICF does not know this PCID");
  EXPECT_EQ(told_.size(), 3U);  // what follows from it is not told as another failure
}

TEST_F(StepTrackerTest, MapsEachFailureToItsStep) {
  struct Case {
    const char* next;  // the good run goes up to this event
    Event failure;
    const char* label;
  };
  const std::vector<Case> cases = {
      {"icf.vectors_generated", failed("gsup.send_auth_info_error", Actor::vno, {{"cause", "17"}}), "3"},
      {"gsup.send_auth_info_result", failed("gsup.send_auth_info_error", Actor::vno, {{"cause", "17"}}), "4"},
      {"gsup.send_auth_info_request", failed("gmm.attach_reject", Actor::m2me, {{"cause", "11"}}), "2"},
      {"gsup.send_auth_info_request", failed("gsup.send_auth_info_error", Actor::vno, {{"cause", "11"}}), "2"},
      {"gba.bootstrapped", failed("gba.refused", Actor::icf), "7"},
      {"drf.bootstrap_requested", failed("gba.failed", Actor::m2me), "8"},
      {"tre.bootstrap_verified", failed("tre.bootstrap_refused", Actor::tre), "11"},
      {"sho.registration_received", failed("drf.registration_failed", Actor::drf), "12"},
      {"pva.validation_requested", failed("sho.gave_up", Actor::sho), "13"},
      {"apdu.authenticate", failed("gmm.attach_reject", Actor::m2me, {{"cause", "7"}}), "5"},
      {"apdu.authenticate", failed("gmm.authentication_failed", Actor::m2me, {{"cause", "reject"}}), "5"},
      {"apdu.authenticate", decided("apdu.authenticate", Actor::tre, {{"result", "mac"}}), "5"},
      {"apdu.authenticate", failed("gmm.attach_failed", Actor::m2me), "5"},
      {"sm.activate_pdp_context_accept", failed("sm.pdp_context_failed", Actor::m2me, {{"cause", "33"}}), "6"},
      {"gba.bootstrapped", failed("gba.failed", Actor::m2me), "7"},
      {"gba.bootstrapped", decided("apdu.authenticate", Actor::tre, {{"result", "mac"}}), "7"},
      {"drf.bootstrap_built", failed("drf.no_contract", Actor::drf), "9"},
      {"dm.bootstrap_received", failed("drf.push_failed", Actor::drf), "10"},
      {"tre.bootstrap_verified", failed("dm.bootstrap_refused", Actor::m2me), "11"},
      {"tre.bootstrap_verified", failed("dm.server_unreachable", Actor::m2me), "11"},
      {"dm.evidence_requested", failed("dm.session_failed", Actor::m2me), "12a"},
      {"dm.object_received", failed("dm.refused", Actor::m2me), "18"},
      {"tre.mcim_installed", failed("tre.mcim_refused", Actor::tre, {{"result", "4"}}), "19"},
      {"m2me.ping_reply", failed("m2me.ping_failed", Actor::m2me), "22"},
      {"m2me.ping_reply", failed("gmm.attach_reject", Actor::m2me, {{"imsi", kImsi}}), "22"},
      {"m2me.ping_reply", failed("gsup.send_auth_info_error", Actor::vno, {{"imsi", kImsi}, {"cause", "2"}}), "22"},
      {"drf.bootstrap_requested", failed("m2me.ended", Actor::m2me), "8"},
  };
  for (const Case& one : cases) {
    StepTracker tracker({kPcid});
    for (const Event& good : good_run_until(one.next)) tracker.take(good);
    Event failure = one.failure;
    failure.time = at(1000);
    const auto told = tracker.take(failure);
    ASSERT_EQ(told.size(), 1U) << one.failure.name;
    EXPECT_EQ(told[0].name, "step.failed");
    EXPECT_EQ(told[0].field("label"), one.label) << one.failure.name;
    EXPECT_FALSE(told[0].field("reason").empty());
    const auto row = tracker.find(kPcid)->stopped_at();
    ASSERT_TRUE(row);
    EXPECT_EQ(step_table()[*row].label, one.label);
  }
}

TEST_F(StepTrackerTest, AFailureMadeGoodStopsNothing) {
  feed(good_run_until("apdu.authenticate"));
  feed(failed("gmm.authentication_failed", Actor::m2me, {{"cause", "sync"}}));
  EXPECT_EQ(stopped_at(), "5");
  feed(good_run()[4]);
  feed(good_run()[5]);
  EXPECT_EQ(stopped_at(), "");
  EXPECT_EQ(step("5").state, StepState::done);
  EXPECT_EQ(step("5").retries, 1U);
  EXPECT_EQ(step("5").reason, "");
}

TEST_F(StepTrackerTest, AFailureOfADoneStepIsNone) {
  feed(good_run());
  feed(failed("gba.failed", Actor::m2me));
  feed(failed("m2me.ended", Actor::m2me));
  EXPECT_TRUE(run().complete());
}

TEST_F(StepTrackerTest, TheSecondAttachIsNoRetryOfTheFirst) {
  feed(good_run());
  for (const char* label : {"1", "2", "3", "4", "5", "6"}) EXPECT_EQ(step(label).retries, 0U) << label;
}

TEST_F(StepTrackerTest, TheOperationalAttachNeedsTheMcim) {
  feed(good_run_until("tre.mcim_installed"));
  feed(received("gmm.attach_accept", Actor::sgsn, Actor::m2me, {{"imsi", kImsi}}));
  EXPECT_EQ(told_.back().name, "step.out_of_order");
  EXPECT_EQ(step("22").state, StepState::waiting);
}

TEST_F(StepTrackerTest, APingOverThePcidIsNoStep22) {
  feed(good_run_until("gba.bootstrapped"));
  told_.clear();
  feed(good_run().back());
  EXPECT_TRUE(told_.empty());
}

TEST_F(StepTrackerTest, SurvivesFieldsThatAreMissing) {
  for (Event one : good_run()) {
    one.fields.clear();
    feed(one);
    one.device.clear();
    feed(one);
  }
  EXPECT_EQ(step("3").exchanged, "? vectors, credential from ?");
  EXPECT_FALSE(run().complete());
}

}  // namespace
}  // namespace foothold::lab::steps

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/fleet.h"

#include <gtest/gtest.h>

#include "lab/run/plan.h"
#include "tests/unit/lab/steps/good_run.h"

namespace foothold::lab {
namespace {

using namespace std::chrono_literals;
using steps::test::good_run;

constexpr auto kPatience = 30s;
const Fleet::Clock::time_point kNow{1000s};

// The good run, as another device of the fleet has it.
std::vector<trace::Event> good_run_of(unsigned machine) {
  auto events = good_run();
  for (auto& event : events) {
    event.device = plan::pcid(machine);
    for (auto& field : event.fields) {
      if (field.value == steps::test::kPcid) field.value = plan::pcid(machine);
      if (field.value == steps::test::kImsi) field.value = "00103000000010" + std::to_string(machine);
    }
  }
  return events;
}

trace::Event failure_of(unsigned machine) {
  auto event = steps::test::failed("pva.verdict", trace::Actor::pva, {{"result", "invalid"}});
  event.device = plan::pcid(machine);
  return event;
}

class FleetTest : public testing::Test {
 protected:
  void take(const std::vector<trace::Event>& events) {
    for (const auto& event : events) tracker_.take(event);
  }
  steps::StepTracker tracker_{Fleet::pcids(3)};
  Fleet fleet_{3, tracker_};
};

TEST_F(FleetTest, KnowsItsMachinesByTheirPcids) {
  EXPECT_EQ(fleet_.size(), 3U);
  EXPECT_EQ(fleet_.machine_of("001020000000001"), 1U);
  EXPECT_EQ(fleet_.machine_of("001020000000003"), 3U);
  EXPECT_EQ(fleet_.machine_of("001020000000004"), std::nullopt);
  EXPECT_EQ(fleet_.machine_of(""), std::nullopt);
}

TEST_F(FleetTest, IsOverOnceEachMachineIsComplete) {
  for (const unsigned machine : {2U, 1U, 3U}) {
    EXPECT_FALSE(fleet_.over(kNow, kPatience));
    take(good_run_of(machine));
    EXPECT_TRUE(fleet_.run_of(machine).complete());
  }
  EXPECT_EQ(fleet_.complete(), 3U);
  EXPECT_TRUE(fleet_.over(kNow, kPatience));
}

TEST_F(FleetTest, KeepsApartWhatIsMixedInTime) {
  const auto first = good_run_of(1), second = good_run_of(2);
  for (std::size_t i = 0; i < first.size(); ++i) take({first[i], second[i]});
  EXPECT_EQ(fleet_.complete(), 2U);
  EXPECT_TRUE(fleet_.run_of(1).order_errors.empty());
  EXPECT_TRUE(fleet_.run_of(2).order_errors.empty());
  EXPECT_FALSE(fleet_.run_of(3).started);
}

TEST_F(FleetTest, WaitsForAFailureToBeMadeGood) {
  take(good_run_of(1));
  take(good_run_of(2));
  take({failure_of(3)});
  EXPECT_FALSE(fleet_.over(kNow, kPatience));
  EXPECT_FALSE(fleet_.over(kNow + kPatience - 1s, kPatience));
  EXPECT_TRUE(fleet_.over(kNow + kPatience, kPatience));
  EXPECT_EQ(fleet_.complete(), 2U);
}

TEST_F(FleetTest, CountsAFailureAnewThatWasMadeGoodInBetween) {
  take(good_run_of(1));
  take(good_run_of(2));
  auto failed = steps::test::failed("gba.failed", trace::Actor::m2me, {{"reason", "no answer"}});
  failed.device = plan::pcid(3);
  take({failed});
  EXPECT_FALSE(fleet_.over(kNow, kPatience));
  auto rest = good_run_of(3);
  rest.pop_back();
  take(rest);
  EXPECT_FALSE(fleet_.over(kNow + 2 * kPatience, kPatience));
}

TEST_F(FleetTest, ExpectsNothingOfAProgramThatEnded) {
  take(good_run_of(1));
  take(good_run_of(2));
  EXPECT_FALSE(fleet_.any_ended());
  fleet_.ended(3, {"foothold-m2me-3", 0, false});
  EXPECT_TRUE(fleet_.any_ended());
  EXPECT_TRUE(fleet_.over(kNow, kPatience));
  EXPECT_FALSE(fleet_.last_words_heard());  // it has not said why
  take({failure_of(3)});
  EXPECT_TRUE(fleet_.last_words_heard());
}

TEST_F(FleetTest, WaitsForTheReportOfAFailedProvisioning) {
  EXPECT_TRUE(fleet_.reports_seen());
  take({failure_of(2)});  // at step 14
  EXPECT_FALSE(fleet_.reports_seen());
  auto report = steps::test::received("sho.report_received", trace::Actor::dpf, trace::Actor::sho);
  report.device = plan::pcid(2);
  take({report});
  EXPECT_TRUE(fleet_.reports_seen());
}

}  // namespace
}  // namespace foothold::lab

// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The recorded runs of captures/, replayed: what could be seen live can be seen again.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "lab/steps/step_table.h"
#include "lab/steps/step_tracker.h"
#include "trace/pcapng/event_reader.h"

namespace foothold::lab::steps {
namespace {

constexpr const char* kPcid = "001020000000001";

// Every event but the steps that were written when the run was recorded: they are to be found anew.
std::vector<trace::Event> recorded(const std::string& name) {
  std::ifstream file(std::string(FOOTHOLD_CAPTURES) + "/" + name, std::ios::binary);
  const Bytes octets((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  trace::EventReader reader;
  std::vector<trace::Event> events;
  for (auto& event : reader.feed(octets)) {
    EXPECT_TRUE(event) << to_string(event.error());
    if (event && event->kind != trace::Kind::step) events.push_back(std::move(*event));
  }
  EXPECT_TRUE(reader.finish());
  return events;
}

TEST(Captures, TheFirstAttachHasAllSteps) {
  StepTracker tracker({kPcid});
  for (const auto& event : recorded("first-attach.pcapng")) tracker.take(event);
  const auto* run = tracker.find(kPcid);
  ASSERT_NE(run, nullptr);
  EXPECT_TRUE(run->complete());
}

TEST(Captures, TheAlteredMachineStopsAtItsValidation) {
  StepTracker tracker({kPcid});
  for (const auto& event : recorded("measurement-altered.pcapng")) tracker.take(event);
  const auto* run = tracker.find(kPcid);
  ASSERT_NE(run, nullptr);
  EXPECT_FALSE(run->complete());
  ASSERT_TRUE(run->stopped_at());
  EXPECT_EQ(run->stopped_at(), row_of("14"));
}

}  // namespace
}  // namespace foothold::lab::steps

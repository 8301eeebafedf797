// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/event_merger.h"

#include <gtest/gtest.h>

namespace foothold::trace {
namespace {

using std::chrono::milliseconds;

Time at(int ms) {
  return Time(std::chrono::seconds(1000) + milliseconds(ms));
}

Event event_at(int ms, const char* name) {
  Event event;
  event.time = at(ms);
  event.name = name;
  return event;
}

std::string names(const std::vector<Event>& events) {
  std::string text;
  for (const Event& event : events) text += event.name;
  return text;
}

TEST(EventMerger, OrdersWhatArrivesWithinTheWindow) {
  EventMerger merger(milliseconds(50));
  merger.push(event_at(20, "b"), at(21));
  merger.push(event_at(10, "a"), at(40));
  EXPECT_EQ(names(merger.release(at(59))), "");
  EXPECT_EQ(names(merger.release(at(60))), "a");
  EXPECT_EQ(merger.next_due(), at(70));
  EXPECT_EQ(names(merger.release(at(70))), "b");
  EXPECT_EQ(merger.next_due(), std::nullopt);
}

TEST(EventMerger, KeepsTheOrderOfArrivalForOneTime) {
  EventMerger merger(milliseconds(50));
  for (const char* name : {"a", "b", "c", "d"}) merger.push(event_at(5, name), at(5));
  EXPECT_EQ(names(merger.flush()), "abcd");
}

TEST(EventMerger, HoldsAnEventOfTheFutureNoLonger) {
  EventMerger merger(milliseconds(50));
  merger.push(event_at(100000, "z"), at(0));
  const auto released = merger.release(at(50));
  ASSERT_EQ(names(released), "z");
  EXPECT_EQ(released[0].time, at(100000));  // and its time is as it was
}

TEST(EventMerger, LetsTheEarliestGoWhenFull) {
  EventMerger merger(milliseconds(50), 2);
  merger.push(event_at(3, "c"), at(3));
  merger.push(event_at(1, "a"), at(3));
  merger.push(event_at(2, "b"), at(3));
  EXPECT_EQ(names(merger.release(at(4))), "a");
  EXPECT_EQ(names(merger.flush()), "bc");
}

}  // namespace
}  // namespace foothold::trace

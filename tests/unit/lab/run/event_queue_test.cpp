// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/event_queue.h"

#include <gtest/gtest.h>
#include <poll.h>

namespace foothold::lab {
namespace {

trace::Event named(const std::string& name) {
  trace::Event event;
  event.name = name;
  return event;
}

bool readable(const EventQueue& queue) {
  pollfd source{queue.fd(), POLLIN, 0};
  return ::poll(&source, 1, 0) == 1;
}

TEST(EventQueue, KeepsTheOrderAndWakesItsReader) {
  EventQueue queue;
  EXPECT_FALSE(readable(queue));
  queue.push(named("a"));
  queue.push(named("b"));
  EXPECT_TRUE(readable(queue));
  const auto events = queue.take_all();
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].name, "a");
  EXPECT_EQ(events[1].name, "b");
  EXPECT_FALSE(readable(queue));
  EXPECT_TRUE(queue.take_all().empty());
}

TEST(EventQueue, DropsBeyondItsBoundAndCounts) {
  EventQueue queue(2);
  for (const auto* name : {"a", "b", "c", "d"}) queue.push(named(name));
  EXPECT_EQ(queue.take_all().size(), 2U);
  EXPECT_EQ(queue.take_dropped(), 2U);
  EXPECT_EQ(queue.take_dropped(), 0U);
}

}  // namespace
}  // namespace foothold::lab

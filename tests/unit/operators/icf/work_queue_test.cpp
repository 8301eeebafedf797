// SPDX-License-Identifier: AGPL-3.0-or-later
#include "operators/ro/icf/work_queue.h"

#include <gtest/gtest.h>

#include <future>

namespace foothold::operators::icf {
namespace {

TEST(WorkQueue, DoesWorkOnItsThreads) {
  std::promise<std::thread::id> done;
  WorkQueue queue(2, 10);
  ASSERT_TRUE(queue.add([&] { done.set_value(std::this_thread::get_id()); }));
  EXPECT_NE(done.get_future().get(), std::this_thread::get_id());
}

TEST(WorkQueue, RefusesMoreThanItsBound) {
  std::promise<void> started;
  std::promise<void> release;
  WorkQueue queue(1, 1);  // joins its thread before the promises that the work uses go
  ASSERT_TRUE(queue.add([&] {
    started.set_value();
    release.get_future().wait();
  }));
  started.get_future().wait();
  EXPECT_TRUE(queue.add([] {}));
  EXPECT_FALSE(queue.add([] {}));
  release.set_value();
}

TEST(WorkQueue, TakesNothingAfterItsEnd) {
  WorkQueue queue(1, 1);
  queue.stop();
  EXPECT_FALSE(queue.add([] {}));
  queue.stop();
}

}  // namespace
}  // namespace foothold::operators::icf

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "lab/run/run_loop.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "tests/temporary_folder.h"
#include "tests/unit/lab/run/blocked_signals.h"

namespace foothold::lab {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds kPatience{60};

class RunLoopTest : public testing::Test {
 protected:
  RunLoopTest() { block_signals(); }

  Service shell(const std::string& name, const std::string& script, std::vector<ReadySign> ready) const {
    return {{name, {"/bin/sh", "-c", script}, folder_ / (name + ".log")}, std::move(ready)};
  }
  static trace::Event ready_event(trace::Actor actor) {
    trace::Event event;
    event.name = "service.ready";
    event.from = actor;
    return event;
  }
  RunLoop::Clock::time_point later() const { return RunLoop::Clock::now() + kPatience; }

  foothold::test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
  std::vector<trace::Event> events_;
  std::vector<ProcessEnd> ends_;
  RunLoop loop_{[this](const trace::Event& event) { events_.push_back(event); },
                [this](const ProcessEnd& end) { ends_.push_back(end); }};
};

TEST_F(RunLoopTest, WaitsForALineInTheLog) {
  EXPECT_TRUE(loop_.start({shell("a", "echo up and running; exec sleep 1000", {LogLine{"up and"}})}, kPatience));
  EXPECT_TRUE(loop_.processes().running("a"));
}

TEST_F(RunLoopTest, CallsWhoeverWatchesADescriptorWhileItCanBeRead) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
  const UniqueFd read_end(ends[0]);
  const UniqueFd write_end(ends[1]);
  unsigned calls = 0;
  loop_.watch(read_end.get(), [&] { ++calls; });
  loop_.pump(RunLoop::Clock::now());
  EXPECT_EQ(calls, 0U);
  ASSERT_EQ(::write(write_end.get(), "x", 1), 1);
  loop_.pump(later());
  loop_.pump(later());
  EXPECT_EQ(calls, 2U);  // as long as nobody has read it
  loop_.unwatch(read_end.get());
  loop_.pump(RunLoop::Clock::now());
  EXPECT_EQ(calls, 2U);
}

TEST_F(RunLoopTest, WaitsForTheReadyEventOfThisActor) {
  const auto service = shell("a", "exec sleep 1000", {ReadyEvent{trace::Actor::pva}});
  loop_.events().push(ready_event(trace::Actor::sho));
  EXPECT_FALSE(loop_.start({service}, std::chrono::seconds(0)));  // another one's does not do
  loop_.stop("a");
  loop_.events().push(ready_event(trace::Actor::pva));
  EXPECT_TRUE(loop_.start({service}, kPatience));
  EXPECT_EQ(events_.size(), 2U);
}

TEST_F(RunLoopTest, ReportsAnEarlyEndWithTheLastWordsOfItsLog) {
  const auto started = loop_.start({shell("a", "echo no such key; exit 2", {LogLine{"ready"}})}, kPatience);
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().field, "a");
  EXPECT_NE(started.error().what.find("no such key"), std::string::npos);
  ASSERT_EQ(ends_.size(), 1U);
  EXPECT_EQ(ends_[0].in_words(), "ended with code 2");
}

TEST_F(RunLoopTest, TellsWhoDidNotBecomeReady) {
  const auto started = loop_.start({shell("good", "echo ready; exec sleep 1000", {LogLine{"ready"}}),
                                    shell("slow", "exec sleep 1000", {LogLine{"ready"}})},
                                   std::chrono::seconds(1));
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().field, "slow");
}

TEST_F(RunLoopTest, AnInterruptEndsEveryWait) {
  ::kill(::getpid(), SIGINT);
  EXPECT_FALSE(loop_.wait_until([] { return false; }, later()));
  EXPECT_TRUE(loop_.interrupted());
  EXPECT_FALSE(loop_.start({shell("a", "exec sleep 1000", {LogLine{"ready"}})}, kPatience));
}

TEST_F(RunLoopTest, StopsAllAndTellsTheEnds) {
  ASSERT_TRUE(loop_.start({shell("a", "exec sleep 1000", {}), shell("b", "exec sleep 1000", {})}, kPatience));
  loop_.stop_all();
  ASSERT_EQ(ends_.size(), 2U);
  EXPECT_TRUE(ends_[0].asked);
}

TEST_F(RunLoopTest, HandsEventsOnInOrder) {
  for (const auto actor : {trace::Actor::icf, trace::Actor::drf}) loop_.events().push(ready_event(actor));
  EXPECT_TRUE(loop_.wait_until([&] { return events_.size() == 2; }, later()));
  EXPECT_EQ(events_[0].from, trace::Actor::icf);
}

}  // namespace
}  // namespace foothold::lab

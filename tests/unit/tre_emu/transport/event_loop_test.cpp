// SPDX-License-Identifier: AGPL-3.0-or-later
#include "tre_emu/transport/event_loop.h"

#include <gtest/gtest.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <functional>

namespace foothold::tre_emu::transport {
namespace {

UniqueFd counter() {
  return UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}
void raise(const UniqueFd& fd) {
  const std::uint64_t one = 1;
  ASSERT_EQ(::write(fd.get(), &one, sizeof(one)), 8);
}

// Does on each call what the test says.
class Scripted : public EventLoop::Waiter {
 public:
  pollfd watched() const override { return {fd.get(), events, 0}; }
  std::optional<EventLoop::Clock::time_point> next_deadline() const override { return deadline; }
  void on_ready(short, EventLoop::Clock::time_point now) override {
    const auto act = ready;  // which may say what comes next
    act(now);
  }
  void on_time(EventLoop::Clock::time_point now) override {
    deadline.reset();
    time(now);
  }
  bool over() const override { return ended; }

  UniqueFd fd;
  short events = POLLIN;
  std::optional<EventLoop::Clock::time_point> deadline;
  bool ended = false;
  std::function<void(EventLoop::Clock::time_point)> ready = [](auto) {};
  std::function<void(EventLoop::Clock::time_point)> time = [](auto) {};
};

class EventLoopTest : public testing::Test {
 protected:
  void stop() { raise(stop_); }

  UniqueFd stop_ = counter();
  EventLoop loop_ = EventLoop::make().value();
};

TEST_F(EventLoopTest, EndsWhenItIsTold) {
  stop();
  EXPECT_TRUE(loop_.run(stop_.get()));
}

TEST_F(EventLoopTest, SaysThatItCannotWait) {
  EXPECT_FALSE(loop_.run(-1));
}

TEST_F(EventLoopTest, WakesWhoIsReadyAndNobodyElse) {
  Scripted one;
  Scripted other;
  one.fd = counter();
  other.fd = counter();
  other.ready = [](auto) { FAIL() << "nothing came for it"; };
  one.ready = [&](auto) { stop(); };
  loop_.add(one);
  loop_.add(other);
  raise(one.fd);
  EXPECT_TRUE(loop_.run(stop_.get()));
}

TEST_F(EventLoopTest, CallsNobodyBeforeHisTime) {
  Scripted waiters[2];
  int calls = 0;
  for (auto* const waiter : {&waiters[0], &waiters[1]}) {
    const auto due = EventLoop::Clock::now() + std::chrono::milliseconds(waiter == waiters ? 4 : 1);
    waiter->deadline = due;
    waiter->time = [&, due](auto at) {
      EXPECT_GE(at, due);
      if (++calls == 2) stop();
    };
    loop_.add(*waiter);
  }
  EXPECT_TRUE(loop_.run(stop_.get()));
  EXPECT_EQ(calls, 2);
}

// A descriptor is closed and, after a pause, another one is there: of the same number, as the kernel gives them.
TEST_F(EventLoopTest, FollowsADescriptorThatIsMadeAnew) {
  Scripted waiter;
  waiter.fd = counter();
  const int number = waiter.fd.get();
  raise(waiter.fd);
  waiter.ready = [&](auto now) {
    waiter.fd.reset();
    waiter.deadline = now;
  };
  waiter.time = [&](auto) {
    waiter.fd = counter();
    EXPECT_EQ(waiter.fd.get(), number);
    waiter.ready = [&](auto) { stop(); };
    raise(waiter.fd);
  };
  loop_.add(waiter);
  EXPECT_TRUE(loop_.run(stop_.get()));
}

TEST_F(EventLoopTest, FollowsWhatIsWaitedFor) {
  Scripted waiter;
  waiter.fd = counter();
  waiter.events = POLLOUT;  // at once
  waiter.ready = [&](auto) {
    waiter.events = POLLIN;
    waiter.ready = [&](auto) { stop(); };
    raise(waiter.fd);
  };
  loop_.add(waiter);
  EXPECT_TRUE(loop_.run(stop_.get()));
}

// One that is over goes, what it owns with it, and those that wait for its place hear of it.
TEST_F(EventLoopTest, ForgetsWhoIsOver) {
  auto owned = std::make_unique<Scripted>();
  auto* const one = owned.get();
  std::weak_ptr<int> kept;
  {
    auto inside = std::make_shared<int>(1);
    kept = inside;
    one->time = [one, inside](auto) { one->ended = true; };
  }
  one->deadline = EventLoop::Clock::time_point{};
  Scripted next;
  next.fd = counter();
  next.events = 0;
  next.deadline = EventLoop::Clock::now() + std::chrono::milliseconds(2);
  next.time = [&](auto) {
    EXPECT_TRUE(kept.expired());
    stop();
  };
  loop_.add(std::move(owned));
  loop_.add(next);
  EXPECT_TRUE(loop_.run(stop_.get()));
}

TEST_F(EventLoopTest, TakesNewOnesWhileItRuns) {
  Scripted first;
  first.fd = counter();
  raise(first.fd);
  first.ready = [&](auto) {
    first.events = 0;
    auto second = std::make_unique<Scripted>();
    second->fd = counter();
    raise(second->fd);
    second->ready = [&](auto) { stop(); };
    loop_.add(std::move(second));
  };
  loop_.add(first);
  EXPECT_TRUE(loop_.run(stop_.get()));
}

}  // namespace
}  // namespace foothold::tre_emu::transport

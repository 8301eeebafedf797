// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/collector.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <set>

#include "event_box.h"
#include "sample_events.h"
#include "tests/temporary_folder.h"
#include "trace/pcapng/event_reader.h"
#include "trace/pcapng/event_writer.h"
#include "trace/stream_sink.h"
#include "trace/unix_socket.h"

namespace foothold::trace {
namespace {

class CollectorTest : public ::testing::Test {
 protected:
  void open(CollectorLimits limits = {}) {
    auto opened = Collector::open(
        folder_.file("in"), folder_.file("live"), [this](const Event& event) { box_.put(event); }, limits);
    ASSERT_TRUE(opened) << to_string(opened.error());
    collector_ = std::move(*opened);
  }
  std::unique_ptr<Sink> connect() { return std::move(*connect_stream(folder_.file("in"), "test")); }

  static Event named(const char* name, int ms) {
    Event event = test::event_of(name);
    event.time += std::chrono::milliseconds(ms);
    return event;
  }

  foothold::test::TemporaryFolder folder_;
  test::EventBox box_;
  std::unique_ptr<Collector> collector_;
};

// A live listener that reads when told to.
class Listener {
 public:
  explicit Listener(const std::string& path) : fd_(*connect_unix(path)) {}

  // Reads until an event of this name came (true) or the stream ended.
  bool read_until(std::string_view name) {
    while (true) {
      for (; next_ < events.size(); ++next_) {
        if (events[next_].name == name) return ++next_, true;
      }
      pollfd fd{fd_.get(), POLLIN, 0};
      if (::poll(&fd, 1, 60000) <= 0) return false;
      std::array<std::uint8_t, 65536> piece;
      const ssize_t got = ::recv(fd_.get(), piece.data(), piece.size(), 0);
      if (got <= 0) return false;
      started = true;
      for (const auto& read : reader_.feed(ByteView(piece).first(static_cast<std::size_t>(got)))) {
        EXPECT_TRUE(read);
        if (read) events.push_back(*read);
      }
    }
  }
  // The section header comes as soon as the collector has the listener.
  void wait_for_start() {
    pollfd fd{fd_.get(), POLLIN, 0};
    ASSERT_EQ(::poll(&fd, 1, 60000), 1);
  }

  std::vector<Event> events;
  bool started = false;

 private:
  UniqueFd fd_;
  EventReader reader_;
  std::size_t next_ = 0;
};

TEST_F(CollectorTest, HandsOverWhatSeveralProgramsSend) {
  open();
  {
    auto one = connect();
    auto two = connect();
    one->write(named("one", 0));
    two->write(named("two", 1));
    collector_->write(named("own", 2));
  }
  ASSERT_TRUE(box_.wait_for_count(3));
  std::multiset<std::string> names;
  for (const Event& event : box_.events()) names.insert(event.name);
  EXPECT_EQ(names, (std::multiset<std::string>{"one", "own", "two"}));
}

TEST_F(CollectorTest, MergesByTime) {
  CollectorLimits limits;
  limits.merge_window = std::chrono::hours(24 * 365 * 100);  // nothing leaves before the end
  open(limits);
  for (const int ms : {5, 1, 3}) {
    auto sink = connect();
    sink->write(named(std::to_string(ms).c_str(), ms));
  }
  collector_->write(named("4", 4));
  collector_->stop();
  std::string order;
  for (const Event& event : box_.events()) order += event.name;
  EXPECT_EQ(order, "1345");
}

TEST_F(CollectorTest, TakesInWhatWasSentBeforeTheStop) {
  open();
  constexpr int kMany = 5000;
  {
    StreamLimits patient;
    patient.drain = std::chrono::minutes(1);
    auto sink = std::move(*connect_stream(folder_.file("in"), "test", patient));
    for (int i = 0; i < kMany; ++i) sink->write(named("x", i));
  }
  collector_->stop();
  EXPECT_EQ(box_.events().size(), static_cast<std::size_t>(kMany));
  collector_->write(named("late", 0));
  collector_->stop();
  EXPECT_EQ(box_.events().size(), static_cast<std::size_t>(kMany));
}

TEST_F(CollectorTest, LetsTheCallbackWriteEvents) {
  auto opened = Collector::open(folder_.file("in"), "", [this](const Event& event) {
    box_.put(event);
    if (event.name == "cause") collector_->write(named("effect", 1));
  });
  ASSERT_TRUE(opened);
  collector_ = std::move(*opened);
  collector_->write(named("cause", 0));
  collector_->stop();
  ASSERT_EQ(box_.events().size(), 2U);
  EXPECT_EQ(box_.events()[1].name, "effect");
}

TEST_F(CollectorTest, ABrokenProducerCostsItsConnectionOnly) {
  open();
  auto good = connect();
  {
    const UniqueFd bad = std::move(*connect_unix(folder_.file("in")));
    const std::string rubbish = "GET / HTTP/1.1\r\n\r\n";
    ASSERT_EQ(::send(bad.get(), rubbish.data(), rubbish.size(), 0), static_cast<ssize_t>(rubbish.size()));
    // The collector hangs up.
    pollfd fd{bad.get(), POLLIN, 0};
    ASSERT_EQ(::poll(&fd, 1, 60000), 1);
    std::uint8_t octet = 0;
    EXPECT_LE(::recv(bad.get(), &octet, 1, 0), 0);
  }
  ASSERT_TRUE(box_.wait_for_count(1));
  good->write(named("good", 0));
  ASSERT_TRUE(box_.wait_for_count(2));
  const auto events = box_.events();
  EXPECT_EQ(events[0].name, "trace.damaged");
  EXPECT_NE(events[0].field("reason").find("section header"), std::string::npos);
  EXPECT_EQ(events[1].name, "good");
}

TEST_F(CollectorTest, TellsOfAStreamThatEndsInsideABlock) {
  open();
  {
    const UniqueFd cut = std::move(*connect_unix(folder_.file("in")));
    const Bytes header = EventWriter("test").header();
    ASSERT_GT(::send(cut.get(), header.data(), header.size() - 1, 0), 0);
  }
  ASSERT_TRUE(box_.wait_for_count(1));
  EXPECT_EQ(box_.events()[0].name, "trace.damaged");
}

TEST_F(CollectorTest, GivesListenersWhatHappensFromThenOn) {
  open();
  collector_->write(named("before", 0));
  ASSERT_TRUE(box_.wait_for_count(1));
  Listener listener(folder_.file("live"));
  listener.wait_for_start();
  auto sink = connect();
  for (const Event& event : test::sample_events()) sink->write(event);
  ASSERT_TRUE(listener.read_until(test::sample_events().back().name));
  EXPECT_EQ(listener.events, test::sample_events());
}

TEST_F(CollectorTest, NeverWaitsForASlowListener) {
  CollectorLimits limits;
  limits.listener_octets = 100000;
  limits.merge_window = {};
  open(limits);
  Listener slow(folder_.file("live"));
  slow.wait_for_start();
  Event event = named("big", 0);
  event.payload = Payload::llc;
  event.bytes = Bytes(10000, 1);
  constexpr std::size_t kWritten = 1000;
  for (std::size_t i = 0; i < kWritten; ++i) collector_->write(event);
  ASSERT_TRUE(box_.wait_for_count(kWritten));  // all handled, though the listener has read nothing
  ASSERT_TRUE(slow.read_until("trace.dropped"));
  collector_->write(named("after", 1));
  ASSERT_TRUE(slow.read_until("after"));
  std::size_t seen = 0;
  std::size_t dropped = 0;
  for (const Event& one : slow.events) {
    seen += one.name == "big" ? 1 : 0;
    if (one.name == "trace.dropped") dropped += std::stoul(one.field("count"));
  }
  EXPECT_GT(dropped, 0U);
  EXPECT_EQ(seen + dropped, kWritten);
}

TEST_F(CollectorTest, ListenersMayComeAndGo) {
  open();
  for (int i = 0; i < 50; ++i) {
    Listener listener(folder_.file("live"));
    listener.wait_for_start();
    collector_->write(named("x", i));
  }
  collector_->stop();
  EXPECT_EQ(box_.events().size(), 50U);
}

TEST_F(CollectorTest, NeedsItsSockets) {
  const auto ignore = [](const Event&) {};
  EXPECT_FALSE(Collector::open("/nonexistent/in", "", ignore));
  EXPECT_FALSE(Collector::open(folder_.file("in"), "/nonexistent/live", ignore));
  EXPECT_TRUE(Collector::open(folder_.file("in"), "", ignore));  // in the place of the old socket
}

}  // namespace
}  // namespace foothold::trace

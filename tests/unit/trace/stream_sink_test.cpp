// SPDX-License-Identifier: AGPL-3.0-or-later
#include "trace/stream_sink.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <string>

#include "sample_events.h"
#include "tests/temporary_folder.h"
#include "trace/pcapng/event_reader.h"
#include "trace/unix_socket.h"

namespace foothold::trace {
namespace {

// The other end of a stream, reading only when told to.
class Peer {
 public:
  explicit Peer(const std::string& path) : listening_(*listen_unix(path)) {}

  void accept() {
    pollfd fd{listening_.get(), POLLIN, 0};
    ::poll(&fd, 1, 60000);
    connection_ = UniqueFd(::accept(listening_.get(), nullptr, nullptr));
  }
  void close() { connection_.reset(); }

  // All events until the sender ends.
  std::vector<Event> read_to_end() {
    std::vector<Event> events;
    while (read_more(events)) {
    }
    EXPECT_TRUE(reader_.finish());
    return events;
  }

  bool read_more(std::vector<Event>& events) {
    std::array<std::uint8_t, 4096> piece;
    const ssize_t got = ::recv(connection_.get(), piece.data(), piece.size(), 0);
    if (got <= 0) return false;
    for (const auto& read : reader_.feed(ByteView(piece).first(static_cast<std::size_t>(got)))) {
      EXPECT_TRUE(read);
      if (read) events.push_back(*read);
    }
    return true;
  }

 private:
  UniqueFd listening_;
  UniqueFd connection_;
  EventReader reader_;
};

TEST(StreamSink, SendsEverythingBeforeItEnds) {
  const foothold::test::TemporaryFolder folder;
  Peer peer(folder.file("s"));
  auto sink = connect_stream(folder.file("s"), "test");
  ASSERT_TRUE(sink);
  peer.accept();
  for (const Event& event : test::sample_events()) (*sink)->write(event);
  sink->reset();
  EXPECT_EQ(peer.read_to_end(), test::sample_events());
}

TEST(StreamSink, CountsWhatASlowReaderMissed) {
  const foothold::test::TemporaryFolder folder;
  Peer peer(folder.file("s"));
  StreamLimits limits;
  limits.events = 100;
  auto sink = connect_stream(folder.file("s"), "test", limits);
  ASSERT_TRUE(sink);
  peer.accept();
  Event event = test::event_of("a.b");
  event.payload = Payload::llc;
  event.bytes = Bytes(10000, 1);
  constexpr std::size_t kWritten = 2000;  // 20 MB: far more than a socket's buffer and the queue
  for (std::size_t i = 0; i < kWritten; ++i) (*sink)->write(event);  // nobody reads: must not block
  std::vector<Event> events;
  std::size_t seen = 0;
  std::size_t dropped = 0;
  // As it is read there is room again, and every event comes or is counted although nothing more is written.
  while (seen + dropped < kWritten) {
    events.clear();
    ASSERT_TRUE(peer.read_more(events));
    for (const Event& one : events) {
      if (one.name == "trace.dropped") {
        dropped += std::stoul(one.field("count"));
      } else {
        ++seen;
      }
    }
  }
  EXPECT_GT(dropped, 0U);
  EXPECT_EQ(seen + dropped, kWritten);
}

TEST(StreamSink, OutlivesItsReader) {
  const foothold::test::TemporaryFolder folder;
  Peer peer(folder.file("s"));
  auto sink = connect_stream(folder.file("s"), "test");
  ASSERT_TRUE(sink);
  peer.accept();
  peer.close();
  for (int i = 0; i < 1000; ++i) (*sink)->write(test::event_of("a.b"));
  sink->reset();
}

TEST(StreamSink, EndsThoughNobodyReads) {
  const foothold::test::TemporaryFolder folder;
  Peer peer(folder.file("s"));
  StreamLimits limits;
  limits.drain = std::chrono::milliseconds(10);
  auto sink = connect_stream(folder.file("s"), "test", limits);
  ASSERT_TRUE(sink);
  peer.accept();
  Event event = test::event_of("a.b");
  event.payload = Payload::llc;
  event.bytes = Bytes(60000, 1);
  for (int i = 0; i < 100; ++i) (*sink)->write(event);
  sink->reset();  // the test's own time limit would tell
}

TEST(StreamSink, NamesThePathWhereNobodyListens) {
  const auto sink = connect_stream("/nonexistent/x.sock", "test");
  ASSERT_FALSE(sink);
  EXPECT_EQ(sink.error().field, "/nonexistent/x.sock");
}

}  // namespace
}  // namespace foothold::trace

// SPDX-License-Identifier: AGPL-3.0-or-later
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <iterator>

#include "sample_events.h"
#include "tests/temporary_folder.h"
#include "trace/describe.h"
#include "trace/file_sink.h"
#include "trace/log_sink.h"
#include "trace/memory_sink.h"
#include "trace/open_sink.h"
#include "trace/pcapng/event_reader.h"
#include "trace/tee_sink.h"

namespace foothold::trace {
namespace {

Bytes content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return Bytes(std::istreambuf_iterator<char>(file), {});
}

TEST(MemorySink, KeepsOrderAndFindsByName) {
  MemorySink sink;
  sink.write(test::event_of("a.b"));
  sink.write(test::event_of("c.d"));
  sink.write(test::event_of("a.b"));
  EXPECT_EQ(sink.size(), 3U);
  EXPECT_EQ(sink.count("a.b"), 2U);
  EXPECT_EQ(sink.events()[1].name, "c.d");
  sink.clear();
  EXPECT_EQ(sink.size(), 0U);
}

TEST(MemorySink, StampsWhatHasNoTimeAndLeavesTheRest) {
  MemorySink sink;
  sink.write(Event{});
  sink.write(test::event_of("a.b"));
  EXPECT_GT(sink.events()[0].time, Time{});
  EXPECT_EQ(sink.events()[1].time, test::event_of("a.b").time);
}

TEST(LogSink, WritesALineAnEventButNoPackets) {
  const foothold::test::TemporaryFolder folder;
  std::FILE* const file = std::fopen(folder.file("log").c_str(), "w");
  ASSERT_NE(file, nullptr);
  LogSink sink(file);
  std::string expected;
  for (const Event& event : test::sample_events()) {
    sink.write(event);
    if (event.name != "wire.packet") expected += log_line(event) + "\n";
  }
  std::fclose(file);
  const Bytes log = content_of(folder.file("log"));
  EXPECT_EQ(std::string(log.begin(), log.end()), expected);
}

TEST(TeeSink, HandsTheSameEventToEach) {
  class Into : public Sink {
   public:
    explicit Into(MemorySink& sink) : sink_(sink) {}
    void write(Event event) override { sink_.write(std::move(event)); }

   private:
    MemorySink& sink_;
  };
  MemorySink first;
  MemorySink second;
  std::vector<std::unique_ptr<Sink>> sinks;
  sinks.push_back(std::make_unique<Into>(first));
  sinks.push_back(std::make_unique<Into>(second));
  TeeSink tee(std::move(sinks));
  tee.write(Event{});  // without a time: both must show the same
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first.events(), second.events());
}

TEST(FileSink, IsReadableAfterEachEvent) {
  const foothold::test::TemporaryFolder folder;
  const std::string path = folder.file("trace.pcapng");
  auto sink = open_pcapng_file(path, "test");
  ASSERT_TRUE(sink);
  std::size_t written = 0;
  for (const Event& event : test::sample_events()) {
    (*sink)->write(event);
    ++written;
    EventReader reader;
    EXPECT_EQ(reader.feed(content_of(path)).size(), written);
    EXPECT_TRUE(reader.finish());
  }
}

TEST(FileSink, TellsWhenItCannotWrite) {
  EXPECT_FALSE(open_pcapng_file("/nonexistent/trace.pcapng", "test"));
  EXPECT_FALSE(open_pcapng_file("/dev/full", "test"));
}

TEST(OpenSink, LogsOnlyWithoutACollector) {
  EXPECT_TRUE(open_sink("", "test"));
  EXPECT_FALSE(open_sink("/nonexistent/collector.sock", "test"));
  EXPECT_FALSE(open_sink(std::string(200, 'x'), "test"));
}

}  // namespace
}  // namespace foothold::trace

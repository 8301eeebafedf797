// SPDX-License-Identifier: AGPL-3.0-or-later
// The window follows a live stream of the real collector.
#include <gtest/gtest.h>

#include <QScrollBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <atomic>

#include "gui/model/packet_model.h"
#include "gui/view/main_window.h"
#include "trace/collector.h"
#include "trace/stamp.h"
#include "trace/stream_sink.h"

namespace foothold::gui {
namespace {

constexpr int kPatience = 60000;  // milliseconds until a test gives up

trace::Event event_named(const char* name) {
  trace::Event event;
  event.device = "001020000000001";
  event.from = trace::Actor::m2me;
  event.to = trace::Actor::sgsn;
  event.layer = trace::Layer::gmm;
  event.kind = trace::Kind::received;
  event.name = name;
  event.fields = {{"imsi", "001020000000001"}};
  trace::stamp(event);
  return event;
}

TEST(LiveRun, ShowsEveryEventAndTheStepsAsTheyHappen) {
  constexpr int kEvents = 20000;
  const QTemporaryDir folder;
  const QString live = folder.filePath(QStringLiteral("live.sock"));
  std::atomic<int> collected = 0;
  auto collector = trace::Collector::open(folder.filePath(QStringLiteral("in.sock")).toStdString(), live.toStdString(),
                                          [&](const trace::Event&) { ++collected; });
  ASSERT_TRUE(collector.has_value()) << to_string(collector.error());
  MainWindow window;
  window.show();
  window.follow_run(live);
  Document& document = window.document();
  ASSERT_TRUE(document.is_live());

  // Until the collector has taken the listener in, events pass it by.
  ASSERT_TRUE(QTest::qWaitFor(
      [&] {
        (*collector)->write(event_named("test.hello"));
        return document.data().size() > 0;
      },
      kPatience));
  (*collector)->write(event_named("wire.attach_request"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return !document.data().changes().empty(); }, kPatience));
  EXPECT_EQ(lab::steps::step_table()[document.data().changes().front().step].label, "1");

  const int before = collected;
  const std::size_t shown = document.data().size();
  for (int at = 0; at < kEvents; ++at) {
    (*collector)->write(event_named("test.event"));
    if (at % 1000 == 0) QTest::qWait(1);  // the window is used meanwhile
  }
  ASSERT_TRUE(QTest::qWaitFor([&] { return collected >= before + kEvents; }, kPatience));
  ASSERT_TRUE(QTest::qWaitFor([&] { return document.data().size() >= shown + kEvents; }, kPatience));
  for (std::size_t row = 0; row < document.data().size(); ++row) {
    ASSERT_NE(document.data().name(document.data().row(row).name), "trace.dropped");
  }

  (*collector)->stop();
  collector->reset();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !document.is_reading(); }, kPatience));
  EXPECT_FALSE(document.is_live());
  EXPECT_EQ(window.packets().rowCount(), static_cast<int>(document.data().size()));
}

// Nobody asks the window whether it can follow: while it does nothing at all, a program sends more than a second's
// worth of a busy network through stream and collector. Afterwards every event is there, and what was not in sight is
// counted.
TEST(LiveRun, AFrozenWindowHoldsUpNoSenderAndMissesNothing) {
  constexpr int kEvents = 20000;
  const QTemporaryDir folder;
  const QString in = folder.filePath(QStringLiteral("in.sock"));
  const QString live = folder.filePath(QStringLiteral("live.sock"));
  std::atomic<int> collected = 0;
  trace::CollectorLimits limits;
  limits.listener_octets = 256U << 20U;  // whatever this machine is busy with: nothing is lost for want of room
  auto collector = trace::Collector::open(
      in.toStdString(), live.toStdString(),
      [&](const trace::Event&) {
        ++collected;
        collected.notify_one();
      },
      limits);
  ASSERT_TRUE(collector.has_value()) << to_string(collector.error());
  MainWindow window;
  window.show();
  window.follow_run(live);
  Document& document = window.document();
  const auto enough = [&] { return document.data().size() >= 100; };
  ASSERT_TRUE(QTest::qWaitFor(
      [&] {
        (*collector)->write(event_named("test.hello"));
        return enough();
      },
      kPatience));
  auto* const list = window.findChild<QTableView*>(QStringLiteral("packets"));
  auto* const newer = window.findChild<QToolButton*>(QStringLiteral("newer"));
  list->scrollToTop();  // somebody looks at the first packets
  ASSERT_LT(list->verticalScrollBar()->value(), list->verticalScrollBar()->maximum());

  trace::StreamLimits room;
  room.events = kEvents;
  auto sink = trace::connect_stream(in.toStdString(), "test", room);
  ASSERT_TRUE(sink.has_value()) << to_string(sink.error());
  const int before = collected;
  for (int at = 0; at < kEvents; ++at) (*sink)->write(event_named("test.event"));
  sink->reset();
  // The window's thread waits here and runs no event loop; the collector is done all the same.
  for (int count = collected; count < before + kEvents; count = collected) collected.wait(count);

  const auto shown = [&] {
    std::size_t count = 0;
    for (std::size_t row = 0; row < document.data().size(); ++row) {
      count += document.data().name(document.data().row(row).name) == "test.event" ? 1 : 0;
    }
    return count;
  };
  ASSERT_TRUE(QTest::qWaitFor([&] { return document.data().size() >= std::size_t{kEvents}; }, kPatience));
  ASSERT_TRUE(QTest::qWaitFor([&] { return shown() == std::size_t{kEvents}; }, kPatience));
  EXPECT_EQ(list->verticalScrollBar()->value(), 0);  // what is looked at stays
  ASSERT_TRUE(newer->isVisible());
  EXPECT_TRUE(newer->text().contains(QLatin1String("packets since"))) << qPrintable(newer->text());
  newer->click();
  EXPECT_EQ(list->verticalScrollBar()->value(), list->verticalScrollBar()->maximum());
  EXPECT_FALSE(newer->isVisible());
  (*collector)->stop();
}

}  // namespace
}  // namespace foothold::gui

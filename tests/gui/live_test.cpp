// SPDX-License-Identifier: AGPL-3.0-or-later
// The window follows a live stream of the real collector.
#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <QTest>
#include <atomic>

#include "gui/model/packet_model.h"
#include "gui/view/main_window.h"
#include "trace/collector.h"
#include "trace/stamp.h"

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

}  // namespace
}  // namespace foothold::gui

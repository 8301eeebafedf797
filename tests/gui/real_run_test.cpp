// SPDX-License-Identifier: AGPL-3.0-or-later
// The window watches a run of the real core while it happens.
#include <gtest/gtest.h>

#include <QFile>
#include <QLabel>
#include <QTest>
#include <QTreeView>
#include <QTreeWidget>

#include "gui/model/packet_model.h"
#include "gui/view/main_window.h"
#include "tests/e2e/demo_run.h"
#include "tests/gui/screenshot.h"

namespace foothold::gui {
namespace {

constexpr int kPatience = 240'000;  // milliseconds until the test gives up

TEST(RealRun, IsSeenStepByStepInTheWindow) {
  const e2e::TemporaryFolder folder;
  apply_theme(Theme::light);
  MainWindow window;
  window.resize(1440, 900);
  window.show();
  e2e::DemoRun run(folder.path() / "run");
  const QString live = QString::fromStdString((folder.path() / "run" / "live.sock").string());
  ASSERT_TRUE(QTest::qWaitFor([&] { return QFile::exists(live); }, kPatience)) << run.output();
  window.follow_run(live);
  Document& document = window.document();
  ASSERT_TRUE(document.is_live());

  ASSERT_TRUE(QTest::qWaitFor([&] { return !document.data().changes().empty(); }, kPatience)) << run.output();
  EXPECT_TRUE(keep_screenshot(window, "live-started.png"));
  auto* const verdict = window.findChild<QLabel*>(QStringLiteral("verdict"));
  ASSERT_TRUE(QTest::qWaitFor(
      [&] { return verdict->text().contains(QLatin1String("In service")) || !document.is_live(); }, kPatience))
      << run.output();
  EXPECT_TRUE(verdict->text().contains(QLatin1String("In service"))) << qPrintable(verdict->text());
  for (int tab = 0; tab < window.tab_count(); ++tab) {
    window.show_tab(tab);
    EXPECT_TRUE(keep_screenshot(window, qPrintable(QStringLiteral("live-tab-%1.png").arg(tab))));
  }

  EXPECT_EQ(run.wait(), 0) << run.output();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !document.is_reading(); }, kPatience));
  EXPECT_EQ(window.packets().rowCount(), static_cast<int>(document.data().size()));
  EXPECT_FALSE(window.findChild<QTreeWidget*>(QStringLiteral("tre"))
                   ->findItems(QStringLiteral("MCIM-1"), Qt::MatchExactly | Qt::MatchRecursive)
                   .isEmpty());

  // What was kept on disk is the same run.
  window.open_file(QString::fromStdString((folder.path() / "run" / "trace.pcapng").string()));
  ASSERT_TRUE(QTest::qWaitFor([&] { return !document.is_reading(); }, kPatience));
  EXPECT_TRUE(verdict->text().contains(QLatin1String("In service"))) << qPrintable(verdict->text());
}

}  // namespace
}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
// Drives the whole window with a recorded run, as a person would.
#include <gtest/gtest.h>

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>
#include <QTreeWidget>

#include "gui/model/fleet_model.h"
#include "gui/model/packet_model.h"
#include "gui/model/palette.h"
#include "gui/model/step_model.h"
#include "gui/view/filter_bar.h"
#include "gui/view/hex_view.h"
#include "gui/view/main_window.h"
#include "gui/view/sequence_chart.h"
#include "gui/view/transport_bar.h"
#include "tests/gui/screenshot.h"
#include "tests/unit/trace/pcapng/pcap_file.h"

namespace foothold::gui {
namespace {

constexpr int kPatience = 30000;  // milliseconds until a test gives up; none waits that long

QString capture(const char* name) {
  return QStringLiteral(FOOTHOLD_CAPTURES "/") + QLatin1String(name);
}

// Of first-attach.pcapng.
int all_packets() {
  return static_cast<int>(trace::packets_in(FOOTHOLD_CAPTURES "/first-attach.pcapng"));
}

class Window : public testing::Test {
 protected:
  Window() {
    apply_theme(Theme::light);
    window_.resize(1440, 900);
    window_.show();
  }

  bool open(const char* name) {
    window_.open_file(capture(name));
    return QTest::qWaitFor([this] { return !document().is_reading(); }, kPatience);
  }
  Document& document() { return window_.document(); }
  template <class T>
  T* child(const char* name) {
    T* const found = window_.findChild<T*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  // Whether tshark's tree is there, or cannot be.
  bool decoded() {
    return QTest::qWaitFor([this] { return child<QTreeWidget>("decode")->topLevelItemCount() > 1; }, kPatience);
  }
  void keep_picture(const char* name) { EXPECT_TRUE(keep_screenshot(window_, name)); }
  QModelIndex step(const char* label) {
    const QAbstractItemModel* const model = child<QTreeView>("steps")->model();
    for (int phase = 0; phase < model->rowCount(); ++phase) {
      const QModelIndex above = model->index(phase, 0);
      for (int row = 0; row < model->rowCount(above); ++row) {
        const QModelIndex index = model->index(row, 0, above);
        if (index.data().toString() == QLatin1String(label)) return index;
      }
    }
    return {};
  }
  StepMark mark(const char* label) { return static_cast<StepMark>(step(label).data(StepModel::kMarkRole).toInt()); }

  MainWindow window_;
};

TEST_F(Window, ShowsAGoodRunFromPcidToService) {
  ASSERT_TRUE(open("first-attach.pcapng"));
  EXPECT_EQ(window_.packets().rowCount(), all_packets());
  EXPECT_TRUE(child<QLabel>("verdict")->text().contains(QLatin1String("In service")));
  for (const char* label : {"1", "6", "12a", "19", "22"}) EXPECT_EQ(mark(label), StepMark::done) << label;
  EXPECT_EQ(child<QTableView>("fleet")->model()->index(0, FleetModel::kResult).data().toString(),
            QLatin1String("in service"));
}

TEST_F(Window, AStepLeadsToItsPacketInEveryView) {
  ASSERT_TRUE(open("first-attach.pcapng"));
  auto* const steps = child<QTreeView>("steps");
  const QModelIndex index = step("5");
  steps->scrollTo(index);
  QTest::mouseClick(steps->viewport(), Qt::LeftButton, {}, steps->visualRect(index).center());
  ASSERT_TRUE(document().selected_row().has_value());
  const auto event = document().data().event(*document().selected_row());
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->name, "gmm.attach_accept");
  EXPECT_EQ(static_cast<std::size_t>(child<QTableView>("packets")->currentIndex().row()), *document().selected_row());
  ASSERT_TRUE(decoded());
  keep_picture("packets-light.png");
}

TEST_F(Window, AFieldOfTheDecodeTreeIsHighlightedInTheOctets) {
  ASSERT_TRUE(open("first-attach.pcapng"));
  window_.filter().set_text(QStringLiteral("name == gmm.attach_request"));
  ASSERT_TRUE(QTest::qWaitFor([this] { return window_.packets().rowCount() == 2; }, kPatience));
  child<QTableView>("packets")->selectRow(0);
  ASSERT_TRUE(decoded());
  auto* const tree = child<QTreeWidget>("decode");
  auto* const hex = child<HexView>("hex");
  tree->setCurrentItem(tree->topLevelItem(tree->topLevelItemCount() - 1));
  EXPECT_GT(hex->highlighted_octets(), 0);
  emit hex->octet_clicked(0);  // the first octet belongs to a field, which is found the other way round
  EXPECT_EQ(hex->highlighted_offset(), 0);
}

TEST_F(Window, AFailureSaysWhereAndWhy) {
  ASSERT_TRUE(open("measurement-altered.pcapng"));
  EXPECT_TRUE(child<QLabel>("verdict")->text().contains(QLatin1String("Stopped at step 14")));
  EXPECT_EQ(mark("14"), StepMark::failed);
  EXPECT_EQ(mark("16"), StepMark::not_reached);
  auto* const steps = child<QTreeView>("steps");
  steps->scrollTo(step("14"));
  QTest::mouseClick(steps->viewport(), Qt::LeftButton, {}, steps->visualRect(step("14")).center());
  const auto event = document().data().event(document().selected_row().value_or(0));
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->name, "pva.verdict");
  ASSERT_TRUE(decoded());
  apply_theme(Theme::dark);
  keep_picture("failure-dark.png");
}

TEST_F(Window, FiltersAndTakesTheFilterBack) {
  ASSERT_TRUE(open("first-attach.pcapng"));
  auto* const line = child<QLineEdit>("filter");
  QTest::keyClicks(line, QStringLiteral("layer == gmm"));
  QTest::keyClick(line, Qt::Key_Return);
  ASSERT_TRUE(QTest::qWaitFor([this] { return !window_.packets().is_filtering(); }, kPatience));
  const int gmm = window_.packets().rowCount();
  EXPECT_GT(gmm, 10);
  EXPECT_LT(gmm, 100);
  QTest::keyClicks(line, QStringLiteral(" and ("));
  QTest::keyClick(line, Qt::Key_Return);  // is no filter: the last one stays
  EXPECT_EQ(window_.packets().rowCount(), gmm);
  line->clear();
  EXPECT_EQ(window_.packets().rowCount(), all_packets());
}

TEST_F(Window, PlaysStepsSeeksAndLoops) {
  ASSERT_TRUE(open("first-attach.pcapng"));
  TransportBar& transport = window_.transport();
  transport.seek(0);
  EXPECT_EQ(window_.packets().rowCount(), 1);
  EXPECT_EQ(mark("1"), StepMark::waiting);
  transport.step_action()->trigger();
  EXPECT_EQ(window_.packets().rowCount(), 2);
  transport.set_speed(1000);
  EXPECT_EQ(transport.speed(), 1000);
  transport.play_action()->trigger();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !transport.is_playing(); }, kPatience));
  EXPECT_EQ(window_.packets().rowCount(), all_packets());
  EXPECT_EQ(mark("22"), StepMark::done);
  transport.seek(0.5);
  EXPECT_LT(window_.packets().rowCount(), all_packets());
  EXPECT_NE(mark("22"), StepMark::done);
  transport.stop_action()->trigger();
  EXPECT_EQ(mark("22"), StepMark::done);
}

TEST_F(Window, ChartIsLinkedAndExported) {
  ASSERT_TRUE(open("first-attach.pcapng"));
  window_.show_tab(1);
  auto* const chart = child<SequenceChart>("chart");
  chart->setFocus();
  QTest::keyClick(chart, Qt::Key_Down);
  ASSERT_TRUE(document().selected_row().has_value());
  const std::size_t first = *document().selected_row();
  QTest::keyClick(chart, Qt::Key_Down);
  EXPECT_GT(*document().selected_row(), first);
  document().select_row(static_cast<std::size_t>(step("12").data(StepModel::kPacketRole).toULongLong()));
  keep_picture("sequence-light.png");
  const QTemporaryDir folder;
  for (const char* name : {"chart.svg", "chart.pdf", "chart.png"}) {
    const QString path = folder.filePath(QLatin1String(name));
    const auto written = chart->export_to(path);
    ASSERT_TRUE(written.has_value()) << to_string(written.error());
    EXPECT_GT(QFile(path).size(), 1000) << name;
  }
  EXPECT_FALSE(chart->export_to(folder.filePath(QStringLiteral("chart.doc"))).has_value());
}

TEST_F(Window, FleetFollowsTheDevice) {
  ASSERT_TRUE(open("measurement-altered.pcapng"));
  window_.show_tab(2);
  auto* const fleet = child<QTableView>("fleet");
  const QModelIndex cell = fleet->model()->index(0, FleetModel::kFirstStep + 2);
  QTest::mouseClick(fleet->viewport(), Qt::LeftButton, {}, fleet->visualRect(cell).center());
  EXPECT_EQ(document().selected_row(), static_cast<std::size_t>(step("3").data(StepModel::kPacketRole).toULongLong()));
  keep_picture("fleet-light.png");
}

TEST_F(Window, SurvivesWhatIsNoCapture) {
  QTemporaryDir folder;
  QFile file(folder.filePath(QStringLiteral("noise.pcapng")));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(QByteArray(4096, 'x'));
  file.close();
  window_.open_file(file.fileName());
  ASSERT_TRUE(QTest::qWaitFor([this] { return !document().is_reading(); }, kPatience));
  EXPECT_EQ(window_.packets().rowCount(), 0);
  ASSERT_TRUE(open("first-attach.pcapng"));
  EXPECT_EQ(window_.packets().rowCount(), all_packets());
}

}  // namespace
}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
// The views besides packets, phases and chart: radio, APDUs, TRE, colours; and the window's hands: lab and card.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMouseEvent>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QTreeWidget>
#include <array>

#include "base/hex.h"
#include "gui/model/apdu_model.h"
#include "gui/model/packet_model.h"
#include "gui/model/palette.h"
#include "gui/model/tre_log.h"
#include "gui/view/colour_rules_dialog.h"
#include "gui/view/filter_bar.h"
#include "gui/view/lab_menu.h"
#include "gui/view/main_window.h"
#include "gui/view/plot.h"
#include "gui/view/sequence_chart.h"
#include "tests/gui/made_capture.h"
#include "tests/gui/screenshot.h"
#include "trace/unix_socket.h"

namespace foothold::gui {
namespace {

constexpr int kPatience = 60000;  // milliseconds until a test gives up; none waits that long
constexpr int kApdus = 3;         // tabs
constexpr int kRadio = 4;

// Commands to the TRE in a recorded run; the read capture must have some.
int apdus(const Document& document) {
  int count = 0;
  for (std::size_t row = 0; row < document.data().size(); ++row) {
    count += document.data().name(document.data().row(row).name).starts_with("apdu.") ? 1 : 0;
  }
  return count == 0 ? -1 : count;
}

class Views : public testing::Test {
 protected:
  Views() {
    apply_theme(Theme::light);
    window_.resize(1440, 900);
    window_.show();
  }

  bool open(const QString& path) {
    window_.open_file(path);
    return QTest::qWaitFor([this] { return !window_.document().is_reading(); }, kPatience);
  }
  bool open_recorded(const char* name) { return open(QStringLiteral(FOOTHOLD_CAPTURES "/") + QLatin1String(name)); }
  template <class T>
  T* child(const char* name) {
    T* const found = window_.findChild<T*>(QLatin1String(name));
    EXPECT_NE(found, nullptr) << name;
    return found;
  }
  static QTreeWidgetItem* item(QTreeWidget* tree, const char* text) {
    const auto found = tree->findItems(QLatin1String(text), Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? nullptr : found.front();
  }

  QTemporaryDir folder_;
  MainWindow window_;
};

// The other end of a socket that the window connects to.
class Peer {
 public:
  explicit Peer(const QString& path) : listening_(*trace::listen_unix(path.toStdString())) {}

  // What has come by now; the window's events are handled meanwhile.
  QByteArray received() {
    if (!fd_) fd_ = UniqueFd(::accept4(listening_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    std::array<char, 4096> piece;
    const auto got = fd_ ? ::recv(fd_.get(), piece.data(), piece.size(), MSG_DONTWAIT) : -1;
    if (got > 0) held_.append(piece.data(), got);
    return held_;
  }
  bool waits_for(const QByteArray& wanted) {
    return QTest::qWaitFor([&] { return received().contains(wanted); }, kPatience);
  }
  void send(const QByteArray& octets) {
    ASSERT_EQ(::send(fd_.get(), octets.constData(), static_cast<std::size_t>(octets.size()), MSG_NOSIGNAL),
              octets.size());
  }

 private:
  UniqueFd listening_;
  UniqueFd fd_;
  QByteArray held_;
};

TEST_F(Views, RadioShowsFiguresCellsAndWhatWentWrong) {
  const QString path = folder_.filePath(QStringLiteral("radio.pcapng"));
  ASSERT_TRUE(write_capture(path, radio_events()));
  ASSERT_TRUE(open(path));
  window_.show_tab(kRadio);
  auto* const level = child<Plot>("plot-0");
  ASSERT_TRUE(
      QTest::qWaitFor([&] { return !level->lines().empty() && level->lines()[0].points.size() == 60; }, kPatience));
  EXPECT_EQ(level->lines()[0].points.front(), QPointF(2, -69));
  EXPECT_EQ(child<Plot>("plot-1")->lines()[1].points.size(), 58U);  // no timing advance before the first assignment
  auto* const cells = child<QTreeWidget>("cells");
  ASSERT_EQ(cells->topLevelItemCount(), 1);
  EXPECT_EQ(cells->topLevelItem(0)->text(1), QLatin1String("cell_lost"));
  EXPECT_NE(item(cells, "rac"), nullptr);
  auto* const incidents = child<QTreeWidget>("incidents");
  EXPECT_EQ(incidents->topLevelItemCount(), 2);  // the loss, and the counters
  EXPECT_TRUE(keep_screenshot(window_, "radio-light.png"));
  apply_theme(Theme::dark);
  EXPECT_TRUE(keep_screenshot(window_, "radio-dark.png"));
  emit level->clicked(68.0);
  ASSERT_TRUE(window_.document().selected_row().has_value());
  const auto event = window_.document().data().event(*window_.document().selected_row());
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->name, "um.link_figures");
}

TEST_F(Views, TreTellsStateMcimsFilesAndCounters) {
  ASSERT_TRUE(open_recorded("first-attach.pcapng"));
  auto* const tre = child<QTreeWidget>("tre");
  // The capture comes in parts: what is asked for below was there before.
  ASSERT_TRUE(QTest::qWaitFor(
      [&] {
        const auto* const mcim = item(tre, "MCIM-1");
        return mcim != nullptr && mcim->text(1) == QLatin1String("active");
      },
      kPatience));
  EXPECT_EQ(item(tre, "State")->text(1), QLatin1String("operating: the registers are closed"));
  EXPECT_NE(item(tre, "EF.IMSI"), nullptr);
  EXPECT_EQ(item(tre, "EXTEND MEASUREMENT")->text(1), QLatin1String("2"));
  EXPECT_EQ(item(tre, "Measured")->text(1), QLatin1String("firmware"));
  child<QDockWidget>("tre-dock")->raise();
  EXPECT_TRUE(keep_screenshot(window_, "tre-light.png"));
}

TEST_F(Views, ApdusOfARunAreDecodedAndLeadToTheirPackets) {
  ASSERT_TRUE(open_recorded("first-attach.pcapng"));
  window_.show_tab(kApdus);
  auto* const table = child<QTableView>("apdus");
  ASSERT_TRUE(QTest::qWaitFor([&] { return table->model()->rowCount() == apdus(window_.document()); }, kPatience));
  const auto cell = [&](int row, int column) { return table->model()->index(row, column).data().toString(); };
  EXPECT_EQ(cell(0, ApduModel::kCommand), QLatin1String("MANAGE CHANNEL open"));
  EXPECT_EQ(cell(1, ApduModel::kCommand), QLatin1String("SELECT TRE"));
  EXPECT_EQ(cell(1, ApduModel::kStatus), QLatin1String("9000 done"));
  emit table->clicked(table->model()->index(1, 0));
  const auto event = window_.document().data().event(window_.document().selected_row().value_or(0));
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->name, "apdu.select");
  EXPECT_TRUE(keep_screenshot(window_, "apdus-light.png"));
  window_.document().show_up_to(1);  // a replay takes them back
  EXPECT_EQ(table->model()->rowCount(), 0);
}

TEST_F(Views, TheConsoleTalksToATre) {
  const QString path = folder_.filePath(QStringLiteral("tre.sock"));
  Peer tre(path);
  window_.show_tab(kApdus);
  child<QLineEdit>("tre-socket")->setText(path);
  child<QPushButton>("tre-connect")->click();
  auto* const line = child<QLineEdit>("apdu");
  QTest::keyClicks(line, QStringLiteral("80 CA 01 02"));
  EXPECT_TRUE(child<QLabel>("apdu-meaning")->text().startsWith(QLatin1String("GET DATA PCID")));
  QTest::keyClicks(line, QStringLiteral(" 00"));
  QTest::keyClick(line, Qt::Key_Return);
  ASSERT_TRUE(tre.waits_for(QByteArray::fromHex("000580ca010200")));
  EXPECT_FALSE(child<QPushButton>("apdu-send")->isEnabled());  // one at a time
  tre.send(QByteArray::fromHex("0011") + "001020000000001" + QByteArray::fromHex("9000"));
  auto* const table = child<QTableView>("apdus");
  ASSERT_TRUE(QTest::qWaitFor([&] { return table->model()->rowCount() == 1; }, kPatience));
  EXPECT_EQ(table->model()->index(0, ApduModel::kStatus).data().toString(), QLatin1String("9000 done"));
  QTest::keyClick(line, Qt::Key_Up);
  EXPECT_EQ(line->text(), QLatin1String("80 CA 01 02 00"));
  tre.send("unasked");  // is no TRE
  EXPECT_TRUE(QTest::qWaitFor([&] { return child<QLineEdit>("tre-socket")->isEnabled(); }, kPatience));
}

TEST_F(Views, KnobsOfTheChannelReachTheLab) {
  const QString path = folder_.filePath(QStringLiteral("control.sock"));
  Peer lab(path);
  ASSERT_TRUE(window_.lab().connect_to(path).has_value());
  ASSERT_TRUE(lab.waits_for("{\"command\":\"status\"}\n"));
  EXPECT_FALSE(child<QWidget>("knob-downlink")->isEnabled());
  lab.send(
      "{\"ok\":true,\"radio\":\"trx\",\"ready\":true,\"devices\":[{\"device\":1,\"pcid\":\"001020000000001\","
      "\"running\":true}],"
      "\"processes\":[{\"name\":\"osmo-ggsn\",\"running\":true,\"cut\":false}]}\n");
  ASSERT_TRUE(QTest::qWaitFor([&] { return child<QWidget>("knob-downlink")->isEnabled(); }, kPatience));
  ASSERT_EQ(window_.lab().status().devices.size(), 1U);
  auto* const apply = child<QWidget>("knobs")->findChild<QPushButton*>();
  ASSERT_NE(apply, nullptr);
  apply->click();
  EXPECT_TRUE(lab.waits_for("\"command\":\"loss\",\"device\":0,\"downlink\":0,\"uplink\":0"));
  EXPECT_TRUE(lab.waits_for("\"command\":\"path-loss\""));
  EXPECT_TRUE(lab.waits_for("\"command\":\"delay\""));

  auto* const menu = child<LabMenu>("lab");
  emit menu->aboutToShow();
  QAction* cut = nullptr;
  for (QMenu* const below : menu->findChildren<QMenu*>()) {
    for (QAction* const action : below->actions()) {
      if (action->text() == QLatin1String("Cut osmo-ggsn")) cut = action;
    }
  }
  ASSERT_NE(cut, nullptr);
  cut->trigger();
  EXPECT_TRUE(lab.waits_for("{\"command\":\"cut\",\"link\":\"osmo-ggsn\"}"));
  lab.send("no json at all\n{\"ok\":false,\"error\":\"no such link\"}\n");
  EXPECT_TRUE(QTest::qWaitFor([&] { return child<QLabel>("knobs-state")->text() == QLatin1String("no such link"); },
                              kPatience));
  EXPECT_TRUE(window_.lab().is_connected());
}

TEST(LabStatus, IsReadFromItsJson) {
  EXPECT_FALSE(lab_status_of({}).has_value());
  const auto status =
      lab_status_of({{QStringLiteral("radio"), QStringLiteral("gb")}, {QStringLiteral("processes"), QJsonArray()}});
  ASSERT_TRUE(status.has_value());
  EXPECT_EQ(status->radio, QLatin1String("gb"));
  EXPECT_FALSE(status->ready);
}

// A program that says and makes what `foothold demo` does at its start, and ends when it is told to.
TEST_F(Views, ARunIsStartedFollowedAndStopped) {
  const QString program = folder_.filePath(QStringLiteral("program"));
  QFile script(program);
  ASSERT_TRUE(script.open(QIODevice::WriteOnly));
  const QString state = folder_.filePath(QStringLiteral("foothold-abcdef"));
  // As its arguments are: demo --run-dir FOLDER ...
  script.write("#!/bin/sh\ntrap 'echo interrupted; exit 130' TERM\nmkdir -p " + state.toUtf8() +
               " \"$3\"\necho \"state folder " + state.toUtf8() +
               " (holds keys; remove it yourself)\"\n: > \"$3/live.sock\"\nwhile :; do sleep 0.02; done\n");
  script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  script.close();
  LabRun run;
  QString live;
  int ended = -1;
  QString last_line;
  QObject::connect(&run, &LabRun::can_be_followed, [&](const QString& socket) { live = socket; });
  QObject::connect(&run, &LabRun::ended, [&](int exit_code, const QString& line) {
    ended = exit_code;
    last_line = line;
  });
  run.start(program, folder_.filePath(QStringLiteral("runs")), {});
  ASSERT_TRUE(QTest::qWaitFor([&] { return !live.isEmpty(); }, kPatience));
  EXPECT_TRUE(live.startsWith(folder_.filePath(QStringLiteral("runs/")))) << qPrintable(live);
  ASSERT_TRUE(QTest::qWaitFor([&] { return run.state_folder() == state; }, kPatience));
  EXPECT_TRUE(run.is_running());
  run.stop();
  ASSERT_TRUE(QTest::qWaitFor([&] { return ended >= 0; }, kPatience));
  EXPECT_EQ(ended, 130);
  EXPECT_EQ(last_line, QLatin1String("interrupted"));
  EXPECT_FALSE(QDir(state).exists());  // it holds keys
}

TEST_F(Views, AProgramThatIsNotThereIsToldOf) {
  LabRun run;
  int ended = 0;
  QObject::connect(&run, &LabRun::ended, [&](int exit_code, const QString&) { ended = exit_code; });
  run.start(folder_.filePath(QStringLiteral("nothing")), folder_.path(), {});
  ASSERT_TRUE(QTest::qWaitFor([&] { return ended != 0; }, kPatience));
  EXPECT_FALSE(run.is_running());
  EXPECT_TRUE(QDir(folder_.path()).exists());
}

TEST_F(Views, ColourRulesColourAndAreKept) {
  ASSERT_TRUE(open_recorded("first-attach.pcapng"));
  const QColor before = window_.packets().index(0, 0).data(Qt::BackgroundRole).value<QColor>();
  window_.colours().set({{true, QStringLiteral("no == 1"), QColor(0x123456)},
                         {true, QStringLiteral("no =="), QColor(0xff0000)},
                         {false, QStringLiteral("no == 2"), QColor(0xff0000)}});
  EXPECT_EQ(window_.packets().index(0, 0).data(Qt::BackgroundRole).value<QColor>(), QColor(0x123456));
  EXPECT_EQ(window_.packets().index(0, 0).data(Qt::ForegroundRole).value<QColor>(), QColor(Qt::white));
  EXPECT_NE(window_.packets().index(1, 0).data(Qt::BackgroundRole).value<QColor>(), QColor(0xff0000));
  QThreadPool::globalInstance()->waitForDone();
  const ColourRules kept;
  ASSERT_EQ(kept.rules().size(), 3U);
  EXPECT_EQ(kept.rules(), window_.colours().rules());

  ColourRulesDialog dialog(window_.colours(), QStringLiteral("layer == sm"), &window_);
  dialog.findChild<QPushButton*>(QStringLiteral("add-rule"))->click();
  EXPECT_EQ(dialog.findChild<QTableWidget*>(QStringLiteral("rules"))->rowCount(), 4);
  dialog.accept();
  EXPECT_EQ(window_.colours().rules().back().filter, QLatin1String("layer == sm"));
  window_.colours().set({});
  EXPECT_EQ(window_.packets().index(0, 0).data(Qt::BackgroundRole).value<QColor>(), before);
  QThreadPool::globalInstance()->waitForDone();
}

TEST_F(Views, APacketIsCopiedAsAFilterThatFindsIt) {
  ASSERT_TRUE(open_recorded("first-attach.pcapng"));
  window_.filter().set_text(QStringLiteral("name == gmm.attach_request"));
  ASSERT_TRUE(QTest::qWaitFor([&] { return window_.packets().rowCount() == 2; }, kPatience));
  window_.document().select_row(window_.packets().packet_of(0));
  for (QAction* const action : window_.findChildren<QAction*>()) {
    if (action->text() == QLatin1String("Copy as &Filter")) action->trigger();
  }
  const QString copied = QApplication::clipboard()->text();
  EXPECT_TRUE(copied.startsWith(QLatin1String("name == \"gmm.attach_request\""))) << qPrintable(copied);
  window_.filter().set_text(copied);
  ASSERT_TRUE(QTest::qWaitFor([&] { return !window_.packets().is_filtering(); }, kPatience));
  EXPECT_GE(window_.packets().rowCount(), 1);
}

TEST_F(Views, LanesOfTheChartWidenAndArePannedTo) {
  ASSERT_TRUE(open_recorded("first-attach.pcapng"));
  window_.show_tab(1);
  auto* const chart = child<SequenceChart>("chart");
  EXPECT_EQ(chart->horizontalScrollBar()->maximum(), 0);
  chart->zoom_lanes(2);
  EXPECT_GT(chart->horizontalScrollBar()->maximum(), 0);
  const int middle = chart->horizontalScrollBar()->value();
  QTest::mousePress(chart->viewport(), Qt::LeftButton, {}, QPoint(500, 400));
  QMouseEvent drag(QEvent::MouseMove, QPointF(440, 400), chart->viewport()->mapToGlobal(QPointF(440, 400)),
                   Qt::NoButton, Qt::LeftButton, {});
  QApplication::sendEvent(chart->viewport(), &drag);
  EXPECT_EQ(chart->horizontalScrollBar()->value(), std::min(middle + 60, chart->horizontalScrollBar()->maximum()));
  chart->reset_zoom();
  EXPECT_EQ(chart->horizontalScrollBar()->maximum(), 0);
}

TEST(ItemModels, ApdusKeepTheirPromises) {
  Document document;
  TreLog log(document);
  ApduModel model(document, log);
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.add_own(*from_hex("0020000108ffffffffffffffff"), *from_hex("9000"));
  EXPECT_EQ(model.index(0, ApduModel::kData).data().toString(), QStringLiteral("\u2022\u2022\u2022\u2022"));
  ASSERT_TRUE(document.open(QStringLiteral(FOOTHOLD_CAPTURES "/first-attach.pcapng")).has_value());
  ASSERT_TRUE(QTest::qWaitFor([&] { return model.rowCount() == apdus(document) + 1; }, kPatience));
  document.show_up_to(300);
  document.show_all();
  ASSERT_TRUE(QTest::qWaitFor([&] { return model.rowCount() == apdus(document) + 1; }, kPatience));
  model.add_own(*from_hex("80ca010200"), *from_hex("9000"));
  EXPECT_EQ(model.rowCount(), apdus(document) + 2);
}

}  // namespace
}  // namespace foothold::gui

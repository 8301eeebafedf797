// SPDX-License-Identifier: AGPL-3.0-or-later
// The menus of the main window, and what their entries do.
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QProcess>
#include <QSettings>
#include <QStandardPaths>
#include <QThreadPool>
#include <utility>

#include "gui/model/packet_model.h"
#include "gui/view/colour_rules_dialog.h"
#include "gui/view/filter_bar.h"
#include "gui/view/lab_menu.h"
#include "gui/view/main_window.h"
#include "gui/view/packet_view.h"
#include "gui/view/sequence_chart.h"
#include "gui/view/transport_bar.h"

namespace foothold::gui {
namespace {

constexpr qsizetype kRecentFiles = 8;

QString recent_key() {
  return QStringLiteral("recent");
}

}  // namespace

void MainWindow::make_menus() {
  make_file_menu();
  make_packet_menu();
  auto* const replay = menuBar()->addMenu(tr("&Replay"));
  replay->addActions(
      {transport_->play_action(), transport_->step_action(), transport_->stop_action(), transport_->loop_action()});
  make_view_menu();
  menuBar()->addMenu(new LabMenu(run_, lab_, this));
  auto* const help = menuBar()->addMenu(tr("&Help"));
  help->addAction(tr("&About Foothold"), this, &MainWindow::about);
}

void MainWindow::make_file_menu() {
  auto* const file = menuBar()->addMenu(tr("&File"));
  file->addAction(tr("&Open Capture\u2026"), QKeySequence::Open, this, &MainWindow::ask_for_file);
  recent_ = file->addMenu(tr("Open &Recent"));
  recent_files_ = QSettings().value(recent_key()).toStringList();
  list_recent_files();
  file->addAction(tr("&Follow a Run\u2026"), QKeySequence(Qt::CTRL | Qt::Key_L), this, &MainWindow::ask_for_socket);
  file->addSeparator();
  file->addAction(tr("&Export Chart\u2026"), QKeySequence(Qt::CTRL | Qt::Key_E), this, &MainWindow::export_chart);
  file->addAction(tr("Open in &Wireshark"), QKeySequence(Qt::CTRL | Qt::Key_W), this, &MainWindow::open_in_wireshark);
  file->addSeparator();
  file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
}

void MainWindow::make_packet_menu() {
  auto* const packet = menuBar()->addMenu(tr("&Packet"));
  packet->addAction(tr("&Filter"), QKeySequence::Find, filter_, &FilterBar::focus);
  packet->addAction(tr("Follow this &Device"), QKeySequence(Qt::CTRL | Qt::Key_D), this,
                    [this] { filter_selected(QStringLiteral("device")); });
  packet->addAction(tr("Follow this &TLLI"), this, [this] { filter_selected(QStringLiteral("tlli")); });
  packet->addAction(tr("Follow this &APDU Session"), this, &MainWindow::follow_apdu_session);
  packet->addAction(tr("Only this &Layer"), this, [this] { filter_selected(QStringLiteral("layer")); });
  packet->addAction(tr("&Clear Filter"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), this,
                    [this] { filter_->set_text({}); });
  packet->addSeparator();
  packet->addAction(tr("Copy as &Filter"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D), this, [this] {
    if (const QString text = filter_of_selected(); !text.isEmpty()) QApplication::clipboard()->setText(text);
  });
  packet->addAction(tr("Copy Field as &Wireshark Filter"), this, [this] {
    if (const QString text = packets_->wireshark_filter(); !text.isEmpty()) QApplication::clipboard()->setText(text);
  });
  packet->addAction(tr("&Copy Summary"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), this, [this] {
    const auto row = document_.selected_row();
    const auto shown = row ? model_->row_of(*row) : std::nullopt;
    if (shown) QApplication::clipboard()->setText(model_->index(*shown, PacketModel::kSummary).data().toString());
  });
}

void MainWindow::follow_apdu_session() {
  const auto selected = document_.selected_row();
  if (!selected) return;
  const std::uint16_t device = document_.data().row(*selected).device;
  QString text = QStringLiteral("layer == apdu");
  if (device != 0) {
    text += QStringLiteral(" and device == \"%1\"").arg(QString::fromStdString(document_.data().device(device)));
  }
  filter_->set_text(text);
}

QString MainWindow::filter_of_selected() const {
  const auto selected = document_.selected_row();
  if (!selected) return {};
  const capture::PacketRow& row = document_.data().row(*selected);
  QString text = QStringLiteral("name == \"%1\"").arg(QString::fromStdString(document_.data().name(row.name)));
  if (row.device != 0) {
    text += QStringLiteral(" and device == \"%1\"").arg(QString::fromStdString(document_.data().device(row.device)));
  }
  return text;
}

void MainWindow::edit_colours() {
  auto* const dialog = new ColourRulesDialog(colours_, filter_of_selected(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void MainWindow::make_view_menu() {
  auto* const view = menuBar()->addMenu(tr("&View"));
  const QStringList views = {tr("&Packets"), tr("&Sequence"), tr("&Fleet"), tr("&APDUs"), tr("&Radio")};
  for (int tab = 0; tab < views.size(); ++tab) {
    view->addAction(views[tab], QKeySequence(Qt::CTRL | (Qt::Key_1 + tab)), this, [this, tab] { show_tab(tab); });
  }
  view->addSeparator();
  view->addAction(tr("Zoom &In"), QKeySequence::ZoomIn, this, [this] { chart_->zoom(1.25); });
  view->addAction(tr("Zoom &Out"), QKeySequence::ZoomOut, this, [this] { chart_->zoom(1 / 1.25); });
  view->addAction(tr("&Wider Lanes"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Plus), this,
                  [this] { chart_->zoom_lanes(1.25); });
  view->addAction(tr("Narro&wer Lanes"), QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_Minus), this,
                  [this] { chart_->zoom_lanes(1 / 1.25); });
  view->addAction(tr("&Normal Size"), QKeySequence(Qt::CTRL | Qt::Key_0), chart_, &SequenceChart::reset_zoom);
  const auto choice = [&](const QString& title, void (SequenceChart::*change)(bool)) {
    auto* const action = view->addAction(title);
    action->setCheckable(true);
    connect(action, &QAction::toggled, chart_, change);
  };
  choice(tr("Arrows at Their &Time"), &SequenceChart::set_time_scale);
  choice(tr("Show &User Data in the Chart"), &SequenceChart::show_packets);
  view->addSeparator();
  view->addAction(tr("&Colour Rules\u2026"), this, &MainWindow::edit_colours);
  auto* const themes = view->addMenu(tr("T&heme"));
  auto* const group = new QActionGroup(themes);
  const QStringList titles = {tr("As the &System"), tr("&Light"), tr("&Dark")};
  const int chosen = QSettings().value(QStringLiteral("theme"), 0).toInt();
  for (int theme = 0; theme < titles.size(); ++theme) {
    auto* const action = themes->addAction(titles[theme], this, [theme] {
      QSettings().setValue(QStringLiteral("theme"), theme);
      apply_theme(static_cast<Theme>(theme));
    });
    action->setCheckable(true);
    action->setChecked(theme == chosen);
    group->addAction(action);
  }
  view->addSeparator();
  view->addActions(createPopupMenu()->actions());
}

void MainWindow::ask_for_file() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Open Capture"), QFileInfo(document_.path()).path(),
                                                    tr("Captures (*.pcapng *.pcap *.cap);;All files (*)"));
  if (!path.isEmpty()) open_file(path);
}

void MainWindow::ask_for_socket() {
  const QString socket = QInputDialog::getText(this, tr("Follow a Run"), tr("Live socket of the run's collector:"));
  if (!socket.isEmpty()) follow_run(socket);
}

void MainWindow::export_chart() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Export Chart"), QStringLiteral("sequence.svg"),
                                                    tr("SVG (*.svg);;PDF (*.pdf);;PNG (*.png)"));
  if (path.isEmpty()) return;
  const auto written = chart_->export_to(path);
  if (!written) tell(QString::fromStdString(to_string(written.error())));
}

void MainWindow::open_in_wireshark() {
  const QString program = QStandardPaths::findExecutable(QStringLiteral("wireshark"));
  if (program.isEmpty()) {
    tell(tr("Wireshark is not installed here."));
    return;
  }
  QStringList arguments = {document_.path()};
  if (const auto row = document_.selected_row())
    arguments = {QStringLiteral("-g"), QString::number(*row + 1), document_.path()};
  QProcess::startDetached(program, arguments);
}

void MainWindow::filter_selected(const QString& field) {
  const auto selected = document_.selected_row();
  if (!selected) return;
  const capture::PacketRow& row = document_.data().row(*selected);
  QString value;
  if (field == QLatin1String("device")) value = QString::fromStdString(document_.data().device(row.device));
  if (field == QLatin1String("layer")) value = QString::fromLatin1(trace::to_string(row.layer));
  if (field == QLatin1String("tlli")) {
    const auto event = document_.data().event(*selected);
    if (event) value = QString::fromStdString(event->field("tlli"));
  }
  if (!value.isEmpty()) filter_->set_text(QStringLiteral("%1 == \"%2\"").arg(field, value));
}

void MainWindow::about() {
  QMessageBox::about(this, tr("About Foothold"),
                     tr("<h3>Foothold %1</h3><p>Follows a device from its provisional identity to its operator, as "
                        "3GPP TR 33.812, alternative 1a, describes it.</p><p>Free software, GNU Affero GPL 3 or "
                        "later. Packets are decoded by tshark, where it is installed.</p>")
                         .arg(QApplication::applicationVersion()));
}

void MainWindow::remember_file(const QString& path) {
  recent_files_.removeAll(path);
  recent_files_.prepend(path);
  recent_files_ = recent_files_.mid(0, kRecentFiles);
  list_recent_files();
  // Settings are written through to the disk, which is no work for the window's thread.
  QThreadPool::globalInstance()->start([files = recent_files_] { QSettings().setValue(recent_key(), files); });
}

void MainWindow::list_recent_files() {
  recent_->clear();
  for (const QString& path : std::as_const(recent_files_)) {
    recent_->addAction(path, this, [this, path] { open_file(path); });
  }
  recent_->setEnabled(!recent_files_.isEmpty());
}

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStatusBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include "gui/model/packet_model.h"
#include "gui/model/palette.h"
#include "gui/model/tre_log.h"
#include "gui/view/apdu_console.h"
#include "gui/view/filter_bar.h"
#include "gui/view/fleet_view.h"
#include "gui/view/packet_view.h"
#include "gui/view/phase_board.h"
#include "gui/view/radio_view.h"
#include "gui/view/sequence_chart.h"
#include "gui/view/transport_bar.h"
#include "gui/view/tre_view.h"

namespace foothold::gui {

void apply_theme(Theme theme) {
  if (theme == Theme::light) QApplication::setPalette(light_palette());
  if (theme == Theme::dark) QApplication::setPalette(dark_palette());
  if (theme == Theme::system) QApplication::setPalette(QPalette());
}

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      board_(document_),
      model_(new PacketModel(document_, this)),
      filter_(new FilterBar(document_, *model_, this)),
      packets_(new PacketView(document_, *model_, this)),
      chart_(new SequenceChart(document_, *model_, this)),
      tre_(new TreLog(document_, this)),
      console_(new ApduConsole(document_, *tre_, this)),
      transport_(new TransportBar(document_, this)),
      tabs_(new QTabWidget(this)),
      progress_(new QProgressBar(this)),
      status_(new QLabel(this)) {
  setWindowTitle(tr("Foothold"));
  setAcceptDrops(true);
  resize(1440, 900);
  setDockOptions(AnimatedDocks | AllowNestedDocks | AllowTabbedDocks);

  tabs_->setObjectName(QStringLiteral("tabs"));
  tabs_->setDocumentMode(true);
  tabs_->addTab(packets_, tr("Packets"));
  tabs_->addTab(chart_, tr("Sequence"));
  tabs_->addTab(new FleetView(document_, board_, this), tr("Fleet"));
  tabs_->addTab(console_, tr("APDUs"));
  tabs_->addTab(new RadioView(document_, lab_, this), tr("Radio"));
  auto* const middle = new QWidget(this);
  auto* const layout = new QVBoxLayout(middle);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(filter_);
  layout->addWidget(tabs_, 1);
  layout->addWidget(transport_);
  setCentralWidget(middle);
  model_->use_colours(colours_);
  make_docks();
  make_menus();
  connect(&run_, &LabRun::can_be_followed, this, [this](const QString& socket) {
    follow_run(socket);
    console_->offer_socket(QDir(run_.state_folder()).filePath(QStringLiteral("device/tre.sock")));
  });
  connect(&run_, &LabRun::ended, this, [this](int exit_code, const QString& last_line) {
    statusBar()->showMessage(tr("The run ended with %1: %2").arg(exit_code).arg(last_line), 15000);
  });

  auto* const cancel = new QPushButton(tr("Cancel"), this);
  cancel->setObjectName(QStringLiteral("cancel"));
  progress_->setFixedWidth(160);
  progress_->setRange(0, 1000);
  statusBar()->addWidget(status_, 1);
  statusBar()->addPermanentWidget(progress_);
  statusBar()->addPermanentWidget(cancel);
  progress_->hide();
  cancel->hide();
  connect(cancel, &QPushButton::clicked, &document_, &Document::cancel);
  connect(&document_, &Document::replaced, this, [this, cancel] {
    setWindowTitle(tr("%1 \u2013 Foothold").arg(QFileInfo(document_.path()).fileName()));
    cancel->show();
    show_progress();
  });
  connect(&document_, &Document::grown, this, &MainWindow::show_progress);
  connect(&document_, &Document::reading_ended, this, [this, cancel](const QString& problem) {
    cancel->hide();
    show_end(problem);
  });
  status_->setText(tr("Open a capture, or drop one here"));

  const QSettings settings;
  restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
  restoreState(settings.value(QStringLiteral("docks")).toByteArray());
  packets_->splitter().restoreState(settings.value(QStringLiteral("packets")).toByteArray());
}

MainWindow::~MainWindow() {
  // The views outlive the document's last signals otherwise: children go after members.
  document_.disconnect();
  lab_.disconnect();
  run_.disconnect();
  colours_.disconnect();
  board_.disconnect();
}

void MainWindow::make_docks() {
  const auto dock = [this](const char* name, const QString& title, QWidget* widget, Qt::DockWidgetArea area) {
    auto* const made = new QDockWidget(title, this);
    made->setObjectName(QLatin1String(name));
    made->setWidget(widget);
    addDockWidget(area, made);
    return made;
  };
  auto* const phases = dock("phases", tr("Phases"), new PhaseBoard(document_, board_, this), Qt::LeftDockWidgetArea);
  auto* const tre =
      dock("tre-dock", tr("Trusted environment"), new TreView(document_, *tre_, this), Qt::LeftDockWidgetArea);
  tabifyDockWidget(phases, tre);
  phases->raise();
  setTabPosition(Qt::LeftDockWidgetArea, QTabWidget::North);
  resizeDocks({phases}, {430}, Qt::Horizontal);
}

void MainWindow::show_tab(int index) {
  tabs_->setCurrentIndex(index);
}

int MainWindow::tab_count() const {
  return tabs_->count();
}

void MainWindow::open_file(const QString& path) {
  const auto opened = document_.open(path);
  if (!opened) {
    tell(QString::fromStdString(to_string(opened.error())));
    return;
  }
  lab_.disconnect_from_lab();
  remember_file(QFileInfo(path).absoluteFilePath());
}

void MainWindow::follow_run(const QString& socket) {
  const auto followed = document_.follow(socket);
  if (!followed) {
    tell(QString::fromStdString(to_string(followed.error())));
    return;
  }
  // A lab that can be asked has its control socket beside the live one; another is only watched.
  const QString control = QFileInfo(socket).dir().filePath(QStringLiteral("control.sock"));
  if (!QFileInfo::exists(control) || !lab_.connect_to(control)) lab_.disconnect_from_lab();
}

void MainWindow::tell(const QString& problem) {
  auto* const box = new QMessageBox(QMessageBox::Warning, tr("Foothold"), problem, QMessageBox::Ok, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

void MainWindow::show_progress() {
  const auto all = document_.octets_in_all();
  progress_->setVisible(document_.is_reading() || document_.is_live());
  if (all > 0) {
    progress_->setRange(0, 1000);
    progress_->setValue(static_cast<int>(document_.octets_read() * 1000 / all));
    status_->setText(tr("Reading %1").arg(document_.path()));
  } else {
    progress_->setRange(0, 0);
    show_rate();
  }
}

void MainWindow::show_rate() {
  constexpr qint64 kPeriod = 1000;  // milliseconds
  const std::size_t packets = document_.data().size();
  if (!rate_clock_.isValid() || packets < rate_from_) {
    rate_clock_.start();
    rate_from_ = packets;
    rate_ = 0;
  } else if (const qint64 passed = rate_clock_.elapsed(); passed >= kPeriod) {
    rate_ = static_cast<double>(packets - rate_from_) * 1000 / static_cast<double>(passed);
    rate_clock_.restart();
    rate_from_ = packets;
  }
  const QLocale locale;
  status_->setText(
      tr("Following %1  \u00b7  %2 packets, %3 a second")
          .arg(document_.path(), locale.toString(static_cast<qulonglong>(packets)), locale.toString(rate_, 'f', 0)));
}

void MainWindow::show_end(const QString& problem) {
  progress_->hide();
  QString words = QFileInfo(document_.path()).fileName();
  status_->setToolTip(document_.path());
  if (document_.damaged() > 0) words += tr("  \u00b7  %1 damaged blocks passed over").arg(document_.damaged());
  if (!problem.isEmpty()) words += QStringLiteral("  \u00b7  ") + problem;
  status_->setText(words);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  QSettings settings;
  settings.setValue(QStringLiteral("geometry"), saveGeometry());
  settings.setValue(QStringLiteral("docks"), saveState());
  settings.setValue(QStringLiteral("packets"), packets_->splitter().saveState());
  event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (!urls.isEmpty() && urls.front().isLocalFile()) open_file(urls.front().toLocalFile());
}

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/phase_board.h"

#include <QComboBox>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTreeView>
#include <QVBoxLayout>

#include "gui/model/document.h"
#include "gui/model/step_model.h"
#include "gui/view/step_delegate.h"

namespace foothold::gui {

PhaseBoard::PhaseBoard(Document& document, StepBoard& board, QWidget* parent)
    : QWidget(parent),
      document_(document),
      board_(board),
      model_(new StepModel(document, board, this)),
      devices_(new QComboBox(this)),
      verdict_(new QLabel(this)),
      steps_(new QTreeView(this)) {
  devices_->setObjectName(QStringLiteral("device"));
  devices_->setAccessibleName(tr("Device"));
  devices_->setToolTip(tr("The device whose steps are shown, by its PCID"));
  verdict_->setObjectName(QStringLiteral("verdict"));
  verdict_->setWordWrap(true);
  verdict_->setMargin(8);
  verdict_->setAutoFillBackground(true);
  verdict_->setTextFormat(Qt::RichText);

  steps_->setObjectName(QStringLiteral("steps"));
  steps_->setAccessibleName(tr("Phases and steps"));
  steps_->setModel(model_);
  steps_->setItemDelegate(new StepDelegate(steps_));
  steps_->setRootIsDecorated(false);
  steps_->setIndentation(0);
  steps_->setHeaderHidden(true);
  steps_->setAllColumnsShowFocus(true);
  steps_->setExpandsOnDoubleClick(false);
  steps_->setFrameShape(QFrame::NoFrame);
  steps_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  steps_->header()->setStretchLastSection(false);
  steps_->header()->setMinimumSectionSize(24);
  steps_->header()->setSectionResizeMode(StepModel::kStep, QHeaderView::Fixed);
  steps_->header()->setSectionResizeMode(StepModel::kTitle, QHeaderView::Stretch);
  steps_->header()->setSectionResizeMode(StepModel::kDuration, QHeaderView::Fixed);
  const QFontMetrics metrics(font());
  steps_->setColumnWidth(StepModel::kStep, metrics.horizontalAdvance(QStringLiteral("00a")) + 44);
  steps_->setColumnWidth(StepModel::kDuration, metrics.horizontalAdvance(QStringLiteral("0000.0 ms")) + 12);
  for (int phase = 0; phase < model_->rowCount(); ++phase) steps_->setFirstColumnSpanned(phase, {}, true);
  steps_->expandAll();

  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(devices_);
  layout->addWidget(verdict_);
  layout->addWidget(steps_, 1);

  connect(steps_, &QTreeView::clicked, this, &PhaseBoard::go_to);
  connect(steps_, &QTreeView::activated, this, &PhaseBoard::go_to);
  connect(devices_, &QComboBox::activated, this,
          [this](int row) { document_.select_device(static_cast<std::uint16_t>(devices_->itemData(row).toUInt())); });
  connect(&board, &StepBoard::changed, this, &PhaseBoard::refresh);
  connect(&document, &Document::device_selected, this, &PhaseBoard::refresh);
  refresh();
}

void PhaseBoard::refresh() {
  const QSignalBlocker quiet(devices_);
  const auto& devices = board_.devices();
  if (devices_->count() > static_cast<int>(devices.size())) devices_->clear();
  for (auto row = static_cast<std::size_t>(devices_->count()); row < devices.size(); ++row) {
    devices_->addItem(QString::fromStdString(document_.data().device(devices[row].device)), devices[row].device);
  }
  const auto place = board_.place_of(document_.selected_device());
  devices_->setCurrentIndex(place ? static_cast<int>(*place) : -1);

  const DeviceSteps* const steps = board_.find(document_.selected_device());
  StepMark mark = StepMark::waiting;
  QString words = tr("No step has been seen. Open a capture, or follow a run.");
  if (steps != nullptr && steps->failed) {
    const auto& row = lab::steps::step_table()[*steps->failed];
    mark = StepMark::failed;
    words = tr("<b>Stopped at step %1</b><br>%2<br><small>TR 33.812, 5.1.3.6.2, step %3</small>")
                .arg(QString::fromUtf8(row.label.data(), static_cast<qsizetype>(row.label.size())),
                     QString::fromStdString(steps->cells[*steps->failed].text).toHtmlEscaped())
                .arg(row.number);
  } else if (steps != nullptr && steps->done == lab::steps::kStepRows) {
    mark = StepMark::done;
    words = tr("<b>In service</b><br>all steps done in %1").arg(duration_text(steps->last - steps->first));
  } else if (steps != nullptr) {
    mark = StepMark::running;
    words = tr("<b>%1 of %2 steps</b> seen").arg(steps->done).arg(lab::steps::kStepRows);
  }
  verdict_->setText(words);
  QPalette palette = verdict_->palette();
  palette.setColor(QPalette::Window, soft_colour_of(mark));
  palette.setColor(QPalette::WindowText, QGuiApplication::palette().color(QPalette::Text));
  verdict_->setPalette(palette);
}

void PhaseBoard::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) refresh();
}

void PhaseBoard::go_to(const QModelIndex& index) {
  const QVariant packet = index.data(StepModel::kPacketRole);
  if (packet.isValid()) document_.select_row(static_cast<std::size_t>(packet.toULongLong()));
}

}  // namespace foothold::gui

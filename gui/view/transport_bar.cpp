// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/transport_bar.h"

#include <QAction>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <algorithm>
#include <array>
#include <cmath>

#include "gui/model/document.h"

namespace foothold::gui {
namespace {

constexpr std::array kSpeeds = {0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0, 1000.0};
constexpr int kFrame = 33;  // milliseconds
constexpr int kSliderSteps = 10000;

enum class Symbol : std::uint8_t { play, pause, step, stop, loop };

// Drawn in the palette's own colour: the style's icons are black in the dark, too.
QIcon icon_of(Symbol symbol, const QColor& colour) {
  QPixmap pixmap(32, 32);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  switch (symbol) {
    case Symbol::play:
      painter.drawPolygon(QPolygonF({{9, 6}, {26, 16}, {9, 26}}));
      break;
    case Symbol::pause:
      painter.drawRect(8, 6, 6, 20);
      painter.drawRect(18, 6, 6, 20);
      break;
    case Symbol::step:
      painter.drawPolygon(QPolygonF({{7, 6}, {21, 16}, {7, 26}}));
      painter.drawRect(21, 6, 4, 20);
      break;
    case Symbol::stop:
      painter.drawRect(8, 8, 16, 16);
      break;
    case Symbol::loop:
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(colour, 3));
      painter.drawArc(7, 7, 18, 18, 60 * 16, 300 * 16);
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawPolygon(QPolygonF({{19, 2}, {27, 9}, {18, 13}}));
      break;
  }
  return QIcon(pixmap);
}

}  // namespace

TransportBar::TransportBar(Document& document, QWidget* parent)
    : QWidget(parent),
      document_(document),
      play_(new QAction(tr("Play"), this)),
      step_(new QAction(tr("Next Packet"), this)),
      stop_(new QAction(tr("Show All"), this)),
      loop_(new QAction(tr("Loop"), this)),
      slider_(new QSlider(Qt::Horizontal, this)),
      time_(new QLabel(this)),
      speed_(new QComboBox(this)) {
  play_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Space));
  step_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Right));
  stop_->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Period));
  loop_->setCheckable(true);
  slider_->setObjectName(QStringLiteral("position"));
  slider_->setAccessibleName(tr("Position of the replay"));
  slider_->setRange(0, kSliderSteps);
  speed_->setObjectName(QStringLiteral("speed"));
  speed_->setAccessibleName(tr("Speed of the replay"));
  for (const double speed : kSpeeds) speed_->addItem(QStringLiteral("%1\u00d7").arg(speed), speed);
  set_speed(1);
  time_->setMinimumWidth(fontMetrics().horizontalAdvance(QStringLiteral("00000.000 / 00000.000 s")));
  time_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);

  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(6, 3, 6, 3);
  for (QAction* const action : {play_, step_, stop_, loop_}) {
    auto* const button = new QToolButton(this);
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    layout->addWidget(button);
  }
  layout->addWidget(slider_, 1);
  layout->addWidget(time_);
  layout->addWidget(speed_);

  timer_.setInterval(kFrame);
  connect(&timer_, &QTimer::timeout, this, &TransportBar::advance);
  connect(play_, &QAction::triggered, this, &TransportBar::toggle);
  connect(step_, &QAction::triggered, this, &TransportBar::step);
  connect(stop_, &QAction::triggered, this, &TransportBar::stop);
  connect(slider_, &QSlider::valueChanged, this, [this](int value) { seek(duration() * value / kSliderSteps); });
  connect(&document, &Document::replaced, this, [this] {
    position_ = 0;
    pause();
  });
  connect(&document, &Document::grown, this, &TransportBar::refresh);
  connect(&document, &Document::reading_ended, this, &TransportBar::refresh);
  pause();
}

double TransportBar::duration() const {
  return std::max(0.0, static_cast<double>(document_.data().end() - document_.data().start()) / 1e9);
}

void TransportBar::set_speed(double speed) {
  const auto nearest = std::min_element(kSpeeds.begin(), kSpeeds.end(), [&](double one, double other) {
    return std::abs(std::log(one / speed)) < std::abs(std::log(other / speed));
  });
  speed_->setCurrentIndex(static_cast<int>(nearest - kSpeeds.begin()));
}

double TransportBar::speed() const {
  return speed_->currentData().toDouble();
}

void TransportBar::draw_icons() {
  const QColor colour = palette().color(QPalette::ButtonText);
  play_->setIcon(icon_of(is_playing() ? Symbol::pause : Symbol::play, colour));
  step_->setIcon(icon_of(Symbol::step, colour));
  stop_->setIcon(icon_of(Symbol::stop, colour));
  loop_->setIcon(icon_of(Symbol::loop, colour));
}

void TransportBar::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange) draw_icons();
}

void TransportBar::toggle() {
  if (is_playing()) {
    pause();
    return;
  }
  if (document_.data().size() == 0) return;
  if (!document_.replay_row() || position_ >= duration()) seek(0);
  clock_.start();
  timer_.start();
  play_->setText(tr("Pause"));
  draw_icons();
}

void TransportBar::pause() {
  timer_.stop();
  play_->setText(tr("Play"));
  draw_icons();
  refresh();
}

void TransportBar::advance() {
  const double next = position_ + static_cast<double>(clock_.restart()) / 1000 * speed();
  if (next < duration()) {
    seek(next);
  } else if (loop_->isChecked()) {
    seek(0);
  } else {
    position_ = duration();
    document_.show_all();
    pause();
  }
}

void TransportBar::seek(double seconds) {
  position_ = std::clamp(seconds, 0.0, duration());
  const auto moment = document_.data().start() + static_cast<std::int64_t>(position_ * 1e9);
  document_.show_up_to(document_.data().row_at(moment) + 1);
  refresh();
}

void TransportBar::step() {
  const std::size_t row = document_.replay_row().value_or(0);
  if (row >= document_.data().size()) return;
  timer_.stop();
  document_.show_up_to(row + 1);
  document_.select_row(row);
  position_ = static_cast<double>(document_.data().row(row).time - document_.data().start()) / 1e9;
  pause();
}

void TransportBar::stop() {
  position_ = duration();
  document_.show_all();
  pause();
}

void TransportBar::refresh() {
  const bool usable = document_.data().size() > 0;
  for (QAction* const action : {play_, step_, stop_, loop_}) action->setEnabled(usable);
  slider_->setEnabled(usable);
  const double shown = document_.replay_row() ? position_ : duration();
  const QSignalBlocker quiet(slider_);
  slider_->setValue(duration() > 0 ? static_cast<int>(shown / duration() * kSliderSteps) : 0);
  time_->setText(tr("%1 / %2 s").arg(shown, 0, 'f', 3).arg(duration(), 0, 'f', 3));
}

}  // namespace foothold::gui

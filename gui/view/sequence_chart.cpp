// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/sequence_chart.h"

#include <QFileInfo>
#include <QHelpEvent>
#include <QImage>
#include <QMouseEvent>
#include <QPainter>
#include <QPdfWriter>
#include <QScrollBar>
#include <QSvgGenerator>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>

#include "gui/model/document.h"
#include "gui/model/packet_model.h"
#include "gui/model/palette.h"
#include "trace/describe.h"

namespace foothold::gui {
namespace {

constexpr int kHeader = 34;
constexpr double kDefaultRow = 22;
constexpr int kRowsAtOnce = 1 << 14;  // between two looks at the window's events

bool has_lane(trace::Actor actor) {
  return std::find(kLanes.begin(), kLanes.end(), actor) != kLanes.end();
}

}  // namespace

SequenceChart::SequenceChart(Document& document, PacketModel& model, QWidget* parent)
    : QAbstractScrollArea(parent), document_(document), model_(model) {
  setObjectName(QStringLiteral("chart"));
  setAccessibleName(tr("Sequence chart"));
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setBackgroundRole(QPalette::Base);
  viewport()->setAutoFillBackground(true);
  layout_.set_collapsed(trace::Actor::ggsn, true);
  connect(&model, &QAbstractItemModel::modelReset, this, &SequenceChart::restart);
  connect(&model, &QAbstractItemModel::rowsInserted, this, &SequenceChart::extend);
  connect(&model, &QAbstractItemModel::rowsRemoved, this, &SequenceChart::shorten);
  rest_.setSingleShot(true);
  connect(&rest_, &QTimer::timeout, this, &SequenceChart::extend);
  connect(&document, &Document::row_selected, this, &SequenceChart::reveal);
  restart();
}

void SequenceChart::restart() {
  messages_.clear();
  bulk_.clear();
  scanned_ = 0;
  extend();
}

void SequenceChart::shorten() {
  const auto gone = std::lower_bound(messages_.begin(), messages_.end(), document_.visible_rows());
  messages_.erase(gone, messages_.end());
  scanned_ = std::min(scanned_, model_.rowCount());
  measure();
}

void SequenceChart::extend() {
  const capture::CaptureData& recorded = document_.data();
  const int end = std::min(model_.rowCount(), scanned_ + kRowsAtOnce);
  for (; scanned_ < end; ++scanned_) {
    const std::size_t packet = model_.packet_of(scanned_);
    const capture::PacketRow& row = recorded.row(packet);
    if (!has_lane(row.from) || row.kind == trace::Kind::step) continue;
    if (row.to == trace::Actor::none && row.kind != trace::Kind::decision && row.kind != trace::Kind::failure) continue;
    if (!all_packets_ && is_bulk(row.name)) continue;
    messages_.push_back(static_cast<std::uint32_t>(packet));
  }
  if (scanned_ < model_.rowCount()) rest_.start(0);
  measure();
}

// What says nothing about the procedure: user data, signalling of the link, and what was captured beside our own
// events.
bool SequenceChart::is_bulk(std::uint16_t number) {
  if (bulk_.size() <= number) bulk_.resize(number + std::size_t{1});
  std::optional<bool>& known = bulk_[number];
  if (!known) {
    const std::string& name = document_.data().name(number);
    known = name == "wire.packet" || name == "llc.ui" || name == "ip.packet" || name.starts_with("ns.");
  }
  return *known;
}

void SequenceChart::show_packets(bool on) {
  all_packets_ = on;
  restart();
}

void SequenceChart::measure() {
  layout_.set_width(viewport()->width());
  const capture::CaptureData& recorded = document_.data();
  const double height = layout_.height(messages_.size(), recorded.end() - recorded.start());
  const int seen = std::max(viewport()->height() - kHeader, 1);
  verticalScrollBar()->setRange(0, static_cast<int>(std::clamp(height - seen, 0.0, 2e9)));
  verticalScrollBar()->setPageStep(seen);
  verticalScrollBar()->setSingleStep(static_cast<int>(kDefaultRow));
  horizontalScrollBar()->setRange(0, layout_.total_width() - viewport()->width());
  horizontalScrollBar()->setPageStep(viewport()->width());
  horizontalScrollBar()->setSingleStep(static_cast<int>(kDefaultRow));
  viewport()->update();
}

double SequenceChart::y_of(std::size_t at) const {
  const capture::CaptureData& recorded = document_.data();
  return layout_.y_of(at, recorded.row(messages_[at]).time - recorded.start());
}

std::size_t SequenceChart::first_at(double y) const {
  std::size_t low = 0;
  std::size_t high = messages_.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (y_of(middle) < y) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<std::size_t> SequenceChart::message_at(double y) const {
  const std::size_t at = first_at(y);
  std::optional<std::size_t> best;
  for (const std::size_t candidate : {at == 0 ? at : at - 1, at}) {
    if (candidate >= messages_.size()) continue;
    const double distance = std::abs(y_of(candidate) - y);
    if (distance <= kDefaultRow && (!best || distance < std::abs(y_of(*best) - y))) best = candidate;
  }
  return best;
}

void SequenceChart::reveal(std::size_t packet) {
  const auto found = std::lower_bound(messages_.begin(), messages_.end(), packet);
  viewport()->update();
  if (found == messages_.end()) return;
  const double y = y_of(static_cast<std::size_t>(found - messages_.begin()));
  auto* const bar = verticalScrollBar();
  if (y < bar->value() + kDefaultRow || y > bar->value() + bar->pageStep() - kDefaultRow) {
    bar->setValue(static_cast<int>(y) - bar->pageStep() / 2);
  }
}

void SequenceChart::zoom(double factor) {
  const double before = layout_.row_height();
  layout_.set_row_height(before * factor);
  const double middle = verticalScrollBar()->value() + verticalScrollBar()->pageStep() / 2.0;
  measure();
  verticalScrollBar()->setValue(
      static_cast<int>(middle * layout_.row_height() / before - verticalScrollBar()->pageStep() / 2.0));
}

void SequenceChart::zoom_lanes(double factor) {
  const double before = layout_.lane_zoom();
  const double middle = horizontalScrollBar()->value() + viewport()->width() / 2.0;
  layout_.set_lane_zoom(before * factor);
  measure();
  horizontalScrollBar()->setValue(static_cast<int>(middle * layout_.lane_zoom() / before - viewport()->width() / 2.0));
}

void SequenceChart::reset_zoom() {
  layout_.set_lane_zoom(1);
  zoom(kDefaultRow / layout_.row_height());
}

void SequenceChart::set_time_scale(bool on) {
  layout_.set_scale(on ? ChartLayout::Scale::time : ChartLayout::Scale::order);
  measure();
  if (const auto row = document_.selected_row()) reveal(*row);
}

void SequenceChart::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(viewport());
  draw(painter, viewport()->size());
}

void SequenceChart::draw(QPainter& painter, const QSize& seen) {
  const int top = verticalScrollBar()->value();
  const QSize size(layout_.total_width(), seen.height());
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(font());
  painter.translate(-horizontalScrollBar()->value(), 0);
  draw_lanes(painter, size);
  painter.setClipRect(0, kHeader, size.width(), size.height() - kHeader);
  double last = -kDefaultRow;
  unsigned hidden = 0;  // since the last one that was drawn
  const auto tell_hidden = [&] {
    if (hidden == 0) return;
    painter.setPen(faint_text());
    painter.drawText(QRectF(0, last - 10, size.width() - 6, 20), Qt::AlignRight | Qt::AlignVCenter,
                     QStringLiteral("+%1").arg(hidden));
    hidden = 0;
  };
  for (std::size_t at = first_at(top - kDefaultRow); at < messages_.size(); ++at) {
    const double y = y_of(at) - top + kHeader;
    if (y > size.height() + kDefaultRow) break;
    // Arrows that would fall on each other are drawn once and the others counted: what is dense stays readable, and
    // fast. Zooming in shows them.
    if (layout_.scale() == ChartLayout::Scale::time && y - last < 1 && document_.selected_row() != messages_[at]) {
      ++hidden;
      continue;
    }
    tell_hidden();
    draw_message(painter, at, y);
    last = y;
  }
  tell_hidden();
  painter.setClipping(false);
  if (messages_.empty()) {
    painter.setPen(faint_text());
    painter.drawText(QRect(0, kHeader, size.width(), size.height() - kHeader), Qt::AlignCenter,
                     tr("No message between actors is shown"));
  }
}

void SequenceChart::draw_lanes(QPainter& painter, const QSize& size) const {
  const QColor text = palette().color(QPalette::Text);
  QColor line = faint_text();
  line.setAlphaF(0.45F);
  painter.fillRect(0, 0, size.width(), kHeader, palette().color(QPalette::Window));
  QFont bold = font();
  bold.setBold(true);
  bold.setPointSizeF(font().pointSizeF() * 0.88);
  painter.setFont(bold);
  for (const trace::Actor actor : kLanes) {
    const int x = layout_.x_of(actor);
    painter.setPen(QPen(line, 1, layout_.collapsed(actor) ? Qt::DotLine : Qt::SolidLine));
    painter.drawLine(QPointF(x + 0.5, kHeader), QPointF(x + 0.5, size.height()));
    painter.setPen(layout_.collapsed(actor) ? faint_text() : text);
    const int width = layout_.width_of(actor);
    if (layout_.collapsed(actor)) {
      painter.drawText(QRect(x - width / 2, 0, width, kHeader), Qt::AlignCenter, QStringLiteral("\u22ef"));
    } else {
      const QRectF box(x - width / 2.0 + 3, 6, width - 6, kHeader - 12);
      painter.setBrush(palette().color(QPalette::Base));
      painter.setPen(QPen(line, 1));
      painter.drawRoundedRect(box, 4, 4);
      painter.setPen(text);
      painter.drawText(box, Qt::AlignCenter, lane_title(actor));
    }
  }
  painter.setFont(font());
  painter.setBrush(Qt::NoBrush);
}

QString SequenceChart::label_of(std::size_t packet) const {
  const capture::PacketRow& row = document_.data().row(packet);
  if (row.layer == trace::Layer::http) {
    if (const auto event = document_.data().event(packet)) {
      const std::string& path = event->field("path");
      const std::string& status = event->field("status");
      if (!path.empty() && status.empty())
        return QString::fromStdString(trace::printable(event->field("method") + " " + path));
      if (!status.empty()) return tr("answer %1").arg(QString::fromStdString(trace::printable(status)));
    }
  }
  const std::string& full = document_.data().name(row.name);
  const std::size_t dot = full.find('.');
  QString label = QString::fromStdString(trace::printable(dot == std::string::npos ? full : full.substr(dot + 1)));
  return label.replace(u'_', u' ');
}

void SequenceChart::draw_message(QPainter& painter, std::size_t at, double y) const {
  const capture::CaptureData& recorded = document_.data();
  const std::size_t packet = messages_[at];
  const capture::PacketRow& row = recorded.row(packet);
  const bool selected = document_.selected_row() == packet;
  const bool failed = row.kind == trace::Kind::failure || row.kind == trace::Kind::discarded;
  if (selected) {
    QColor band = palette().color(QPalette::Highlight);
    band.setAlphaF(0.22F);
    painter.fillRect(QRectF(0, y - kDefaultRow / 2, layout_.total_width(), kDefaultRow), band);
  }
  const QColor colour = failed ? colour_of(StepMark::failed) : colour_of(row.layer);
  QFont small = font();
  small.setPointSizeF(font().pointSizeF() * 0.85);
  painter.setFont(small);
  const QFontMetrics metrics(small);
  const bool roomy = layout_.row_height() >= 14 || layout_.scale() == ChartLayout::Scale::time;
  if (roomy) {
    painter.setPen(faint_text());
    painter.drawText(QRectF(0, y - 10, 76, 20), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(static_cast<double>(row.time - recorded.start()) / 1e6, 'f', 2));
  }

  const QString label = label_of(packet);
  const int from = layout_.x_of(row.from);
  const int to = row.to == trace::Actor::none ? -1 : layout_.x_of(row.to);
  painter.setPen(QPen(colour, selected ? 2 : 1.4));
  painter.setBrush(colour);
  if (to < 0 || to == from) {  // something that happened at one actor
    painter.drawEllipse(QPointF(from + 0.5, y), 3.5, 3.5);
    if (roomy) {
      painter.setPen(colour);
      painter.drawText(QPointF(from + 9, y + metrics.ascent() / 2.0 - 1), label);
    }
    return;
  }
  const double direction = to > from ? 1 : -1;
  painter.drawLine(QPointF(from + 0.5, y), QPointF(to + 0.5 - direction * 4, y));
  painter.drawPolygon(QPolygonF(
      {QPointF(to + 0.5, y), QPointF(to + 0.5 - direction * 8, y - 3.5), QPointF(to + 0.5 - direction * 8, y + 3.5)}));
  if (!roomy) return;
  // On the line, with its ground behind; beside the arrow where it would not fit.
  const int width = metrics.horizontalAdvance(label) + 8;
  const int room = std::abs(to - from) - 24;
  QRectF place((from + to) / 2.0 - width / 2.0, y - metrics.height() / 2.0, width, metrics.height());
  if (width > room) place.moveLeft(std::max(from, to) + 8);
  if (place.right() > layout_.total_width()) place.moveRight(std::min(from, to) - 8);
  QColor ground = palette().color(QPalette::Base);
  ground.setAlphaF(0.88F);
  painter.fillRect(place, ground);
  painter.setPen(colour);
  painter.drawText(place, Qt::AlignCenter, label);
}

Result<void> SequenceChart::export_to(const QString& path) {
  const QString kind = QFileInfo(path).suffix().toLower();
  const QSize size = viewport()->size();
  if (kind == QLatin1String("svg")) {
    QSvgGenerator svg;
    svg.setFileName(path);
    svg.setSize(size);
    svg.setViewBox(QRect(QPoint(), size));
    svg.setTitle(tr("Sequence chart"));
    QPainter painter;
    if (!painter.begin(&svg)) return fail("cannot be written", path.toStdString());
    painter.fillRect(QRect(QPoint(), size), palette().color(QPalette::Base));
    draw(painter, size);
    return {};
  }
  if (kind == QLatin1String("pdf")) {
    QPdfWriter pdf(path);
    pdf.setPageMargins(QMarginsF());
    pdf.setPageSize(QPageSize(QSizeF(size) * 72.0 / 96.0, QPageSize::Point));
    pdf.setResolution(96);
    QPainter painter;
    if (!painter.begin(&pdf)) return fail("cannot be written", path.toStdString());
    painter.fillRect(QRect(QPoint(), size), palette().color(QPalette::Base));
    draw(painter, size);
    return {};
  }
  if (kind == QLatin1String("png")) {
    constexpr int kScale = 2;  // for a beamer
    QImage image(size * kScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kScale);
    image.fill(palette().color(QPalette::Base));
    QPainter painter(&image);
    draw(painter, size);
    painter.end();
    if (!image.save(path)) return fail("cannot be written", path.toStdString());
    return {};
  }
  return fail("a chart is written as .svg, .pdf or .png", path.toStdString());
}

void SequenceChart::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  measure();
}

void SequenceChart::changeEvent(QEvent* event) {
  QAbstractScrollArea::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) viewport()->update();
}

void SequenceChart::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  const QPoint at = event->position().toPoint();
  if (at.y() < kHeader) {
    const int x = at.x() + horizontalScrollBar()->value();
    for (const trace::Actor actor : kLanes) {
      if (std::abs(x - layout_.x_of(actor)) > layout_.width_of(actor) / 2) continue;
      layout_.set_collapsed(actor, !layout_.collapsed(actor));
      measure();
      return;
    }
    return;
  }
  dragged_from_ = at;
  if (const auto message = message_at(at.y() - kHeader + verticalScrollBar()->value())) {
    document_.select_row(messages_[*message]);
  }
}

void SequenceChart::mouseMoveEvent(QMouseEvent* event) {
  if (!dragged_from_ || (event->buttons() & Qt::LeftButton) == 0) return;
  const QPoint at = event->position().toPoint();
  verticalScrollBar()->setValue(verticalScrollBar()->value() + dragged_from_->y() - at.y());
  horizontalScrollBar()->setValue(horizontalScrollBar()->value() + dragged_from_->x() - at.x());
  dragged_from_ = at;
}

void SequenceChart::mouseReleaseEvent(QMouseEvent* /*event*/) {
  dragged_from_.reset();
}

void SequenceChart::mouseDoubleClickEvent(QMouseEvent* event) {
  mousePressEvent(event);
}

void SequenceChart::wheelEvent(QWheelEvent* event) {
  if ((event->modifiers() & Qt::ControlModifier) == 0) {
    QAbstractScrollArea::wheelEvent(event);
    return;
  }
  // With Shift the lanes; some platforms turn the wheel by 90 degrees then.
  const QPoint turned = event->angleDelta();
  const double factor = turned.x() + turned.y() > 0 ? 1.2 : 1 / 1.2;
  if ((event->modifiers() & Qt::ShiftModifier) != 0) {
    zoom_lanes(factor);
  } else {
    zoom(factor);
  }
  event->accept();
}

void SequenceChart::keyPressEvent(QKeyEvent* event) {
  const bool down = event->key() == Qt::Key_Down;
  if (!down && event->key() != Qt::Key_Up) {
    QAbstractScrollArea::keyPressEvent(event);
    return;
  }
  if (messages_.empty()) return;
  const auto selected = document_.selected_row();
  auto found = std::lower_bound(messages_.begin(), messages_.end(), selected.value_or(0));
  if (selected && down && found != messages_.end() && *found == *selected) ++found;
  if (!down && found != messages_.begin()) --found;
  if (found != messages_.end()) document_.select_row(*found);
}

bool SequenceChart::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* const help = static_cast<QHelpEvent*>(event);
    const auto message = message_at(help->pos().y() - kHeader + verticalScrollBar()->value());
    const auto row = message && help->pos().y() > kHeader ? model_.row_of(messages_[*message]) : std::nullopt;
    if (row) {
      QToolTip::showText(help->globalPos(), model_.index(*row, PacketModel::kSummary).data().toString(), this);
    } else {
      QToolTip::hideText();
    }
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

}  // namespace foothold::gui

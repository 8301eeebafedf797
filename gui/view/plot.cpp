// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/plot.h"

#include <QHelpEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <utility>

#include "gui/model/palette.h"

namespace foothold::gui {
namespace {

constexpr int kLeft = 64;
constexpr int kRight = 12;
constexpr int kTop = 24;
constexpr int kBottom = 18;
constexpr double kGap = 12;  // seconds without a figure: the link was gone

// 1, 2 or 5 times a power of ten, so that about `lines` of them make the range.
double step_for(double range, int lines) {
  const double raw = range / lines;
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  const double first = raw / power;
  return power * (first <= 1 ? 1 : first <= 2 ? 2 : first <= 5 ? 5 : 10);
}

QString short_number(double value) {
  if (std::abs(value) >= 1e6) return QStringLiteral("%1 M").arg(value / 1e6, 0, 'g', 3);
  if (std::abs(value) >= 1e4) return QStringLiteral("%1 k").arg(value / 1e3, 0, 'g', 3);
  return QLocale::c().toString(value, 'g', 4);
}

}  // namespace

Plot::Plot(const QString& title, const QString& unit, QWidget* parent) : QWidget(parent), title_(title), unit_(unit) {
  setAccessibleName(title);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

QSize Plot::sizeHint() const {
  return {520, 132};
}

QSize Plot::minimumSizeHint() const {
  return {260, 84};
}

void Plot::set_lines(std::vector<PlotLine> lines) {
  lines_ = std::move(lines);
  update();
}

void Plot::set_span(double from, double to) {
  from_ = from;
  to_ = std::max(to, from + 1);
  update();
}

void Plot::set_mark(std::optional<double> seconds) {
  mark_ = seconds;
  update();
}

QRectF Plot::area() const {
  return QRectF(rect()).adjusted(kLeft, kTop, -kRight, -kBottom);
}

double Plot::x_of(double seconds) const {
  return area().left() + (seconds - from_) / (to_ - from_) * area().width();
}

void Plot::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  QFont bold = font();
  bold.setBold(true);
  painter.setFont(bold);
  painter.setPen(palette().color(QPalette::Text));
  painter.drawText(QPointF(10, 16), unit_.isEmpty() ? title_ : title_ + QStringLiteral(", ") + unit_);

  double low = 0;
  double high = 0;
  bool any = false;
  for (const PlotLine& line : lines_) {
    for (const QPointF& point : line.points) {
      low = any ? std::min(low, point.y()) : point.y();
      high = any ? std::max(high, point.y()) : point.y();
      any = true;
    }
  }
  painter.setFont(font());
  if (!any) {
    painter.setPen(faint_text());
    painter.drawText(area(), Qt::AlignCenter, tr("nothing told yet"));
    return;
  }
  // Counts begin at zero; a level has its own range.
  if (low >= 0) low = 0;
  if (high - low < 1) high = low + 1;
  const double step = step_for(high - low, std::max(static_cast<int>(area().height()) / 26, 2));
  low = std::floor(low / step) * step;
  high = std::ceil(high / step) * step;
  draw_scale(painter, low, high, step);

  double legend = width() - kRight;
  for (std::size_t at = lines_.size(); at-- > 0;) {  // from the right
    const PlotLine& line = lines_[at];
    if (line.points.empty()) continue;
    const QString words = line.name + QStringLiteral("  ") + short_number(line.points.back().y());
    const double room = painter.fontMetrics().horizontalAdvance(words);
    painter.setPen(series_colour(static_cast<int>(at)));
    painter.drawText(QPointF(legend - room, 16), words);
    painter.setBrush(series_colour(static_cast<int>(at)));
    painter.drawEllipse(QPointF(legend - room - 9, 11.5), 3.5, 3.5);
    legend -= room + 28;
  }
  painter.setClipRect(area().adjusted(-1, -2, 1, 2));
  for (std::size_t at = 0; at < lines_.size(); ++at) {
    const QColor colour = series_colour(static_cast<int>(at));
    painter.setPen(QPen(colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(colour);
    draw_line(painter, lines_[at], low, high);
  }
  if (mark_) {
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DashLine));
    painter.drawLine(QPointF(x_of(*mark_), area().top()), QPointF(x_of(*mark_), area().bottom()));
  }
}

void Plot::draw_scale(QPainter& painter, double low, double high, double step) const {
  QColor line = faint_text();
  line.setAlphaF(0.3F);
  const QRectF inner = area();
  QFont small = font();
  small.setPointSizeF(font().pointSizeF() * 0.85);
  painter.setFont(small);
  const int lines = static_cast<int>(std::lround((high - low) / step));
  for (int at = 0; at <= lines; ++at) {
    const double y = inner.bottom() - inner.height() * at / lines;
    painter.setPen(QPen(line, 1));
    painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y));
    painter.setPen(faint_text());
    painter.drawText(QRectF(0, y - 9, kLeft - 6, 18), Qt::AlignRight | Qt::AlignVCenter, short_number(low + step * at));
  }
  const double seconds = step_for(to_ - from_, std::max(static_cast<int>(inner.width()) / 90, 2));
  for (double at = std::ceil(from_ / seconds) * seconds; at <= to_; at += seconds) {
    painter.setPen(QPen(line, 1));
    painter.drawLine(QPointF(x_of(at), inner.top()), QPointF(x_of(at), inner.bottom()));
    const QString words = tr("%1 s").arg(at);
    const double half = painter.fontMetrics().horizontalAdvance(words) / 2.0 + 1;
    if (x_of(at) + half > width()) continue;
    painter.setPen(faint_text());
    painter.drawText(QRectF(x_of(at) - half, inner.bottom() + 1, 2 * half, kBottom - 2),
                     Qt::AlignHCenter | Qt::AlignTop, words);
  }
  painter.setFont(font());
}

void Plot::draw_line(QPainter& painter, const PlotLine& line, double low, double high) const {
  const QRectF inner = area();
  const auto place = [&](const QPointF& point) {
    return QPointF(x_of(point.x()), inner.bottom() - (point.y() - low) / (high - low) * inner.height());
  };
  QPolygonF piece;
  const auto draw_piece = [&] {
    if (piece.size() == 1) painter.drawEllipse(piece.front(), 2, 2);
    if (piece.size() > 1) painter.drawPolyline(piece);
    piece.clear();
  };
  for (std::size_t at = 0; at < line.points.size(); ++at) {
    if (at > 0 && line.points[at].x() - line.points[at - 1].x() > kGap) draw_piece();
    piece.append(place(line.points[at]));
  }
  draw_piece();
}

void Plot::mousePressEvent(QMouseEvent* event) {
  const QRectF inner = area();
  const double part = std::clamp((event->position().x() - inner.left()) / inner.width(), 0.0, 1.0);
  emit clicked(from_ + part * (to_ - from_));
}

bool Plot::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* const help = static_cast<QHelpEvent*>(event);
  const QRectF inner = area();
  const double moment = from_ + (help->pos().x() - inner.left()) / inner.width() * (to_ - from_);
  QString words;
  for (const PlotLine& line : lines_) {
    const auto nearest =
        std::min_element(line.points.begin(), line.points.end(), [&](const QPointF& one, const QPointF& other) {
          return std::abs(one.x() - moment) < std::abs(other.x() - moment);
        });
    if (nearest == line.points.end()) continue;
    words += tr("%1: %2 at %3 s\n")
                 .arg(line.name, QLocale::c().toString(nearest->y(), 'g', 6), QString::number(nearest->x(), 'f', 1));
  }
  if (words.isEmpty()) {
    QToolTip::hideText();
  } else {
    QToolTip::showText(help->globalPos(), words.trimmed(), this);
  }
  return true;
}

}  // namespace foothold::gui

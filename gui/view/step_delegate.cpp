// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/step_delegate.h"

#include <QPainter>
#include <QPainterPath>

#include "gui/model/step_model.h"

namespace foothold::gui {
namespace {

constexpr int kMargin = 6;
constexpr qreal kMarkSize = 16;

QFont smaller(const QFont& font) {
  QFont out = font;
  out.setPointSizeF(font.pointSizeF() * 0.88);
  return out;
}

}  // namespace

void paint_mark(QPainter& painter, const QRectF& place, StepMark mark) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor colour = colour_of(mark);
  const bool full = mark == StepMark::done || mark == StepMark::failed;
  painter.setPen(QPen(colour, 1.5));
  painter.setBrush(full ? QBrush(colour) : QBrush(Qt::NoBrush));
  painter.drawEllipse(place.adjusted(1, 1, -1, -1));
  const QPointF middle = place.center();
  const qreal unit = place.width() / 16;
  const auto at = [&](qreal x, qreal y) { return middle + QPointF(x * unit, y * unit); };
  painter.setPen(QPen(full ? QColor(Qt::white) : colour, 1.8 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  if (mark == StepMark::done) {
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(QPolygonF({at(-3.2, 0.2), at(-0.9, 2.6), at(3.4, -2.4)}));
  } else if (mark == StepMark::failed) {
    painter.drawLine(at(-2.5, -2.5), at(2.5, 2.5));
    painter.drawLine(at(-2.5, 2.5), at(2.5, -2.5));
  } else if (mark == StepMark::running) {
    for (const qreal x : {-3.0, 0.0, 3.0}) painter.drawPoint(at(x, 0));
  } else if (mark == StepMark::not_reached) {
    painter.drawLine(at(-2.5, 0), at(2.5, 0));
  }
  painter.restore();
}

QSize StepDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
  const int line = option.fontMetrics.height();
  if (!index.parent().isValid()) return {0, line + 2 * kMargin + 4};
  return {0, line + QFontMetrics(smaller(option.font)).height() + 2 * kMargin};
}

void StepDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
  painter->save();
  const QPalette& palette = option.palette;
  const bool selected = (option.state & QStyle::State_Selected) != 0;
  const QModelIndex first = index.siblingAtColumn(StepModel::kStep);
  const auto mark = static_cast<StepMark>(first.data(StepModel::kMarkRole).toInt());
  const QString text = index.data(Qt::DisplayRole).toString();
  const QRect inner = option.rect.adjusted(kMargin, 0, -kMargin, 0);

  if (!index.parent().isValid()) {
    painter->fillRect(option.rect, palette.color(QPalette::Window));
    QFont bold = option.font;
    bold.setBold(true);
    painter->setFont(bold);
    painter->setPen(palette.color(QPalette::Text));
    painter->drawText(inner, Qt::AlignVCenter | Qt::AlignLeft, text);
    painter->setPen(colour_of(mark));
    painter->drawText(inner, Qt::AlignVCenter | Qt::AlignRight,
                      index.siblingAtColumn(StepModel::kDuration).data().toString());
    painter->restore();
    return;
  }

  if (selected) {
    painter->fillRect(option.rect, palette.color(QPalette::Highlight));
  } else if (mark == StepMark::failed) {
    painter->fillRect(option.rect, soft_colour_of(mark));
  }
  const bool dim = mark == StepMark::waiting || mark == StepMark::not_reached;
  const QColor strong = selected ? palette.color(QPalette::HighlightedText)
                        : dim    ? faint_text()
                                 : palette.color(QPalette::Text);
  const QColor faint = selected ? palette.color(QPalette::HighlightedText) : faint_text();
  const int top = option.rect.top() + kMargin;
  const int line = option.fontMetrics.height();

  painter->setPen(strong);
  if (index.column() == StepModel::kStep) {
    const QRectF place(option.rect.left() + kMargin, top + (line - kMarkSize) / 2, kMarkSize, kMarkSize);
    paint_mark(*painter, place, mark);
    painter->drawText(QRect(inner.left() + 22, top, inner.width() - 22, line), Qt::AlignRight | Qt::AlignVCenter, text);
  } else if (index.column() == StepModel::kDuration) {
    painter->setPen(faint);
    painter->setFont(smaller(option.font));
    painter->drawText(QRect(inner.left(), top, inner.width(), line), Qt::AlignRight | Qt::AlignVCenter, text);
  } else {
    painter->drawText(QRect(inner.left(), top, inner.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(text, Qt::ElideRight, inner.width()));
    const QFont small = smaller(option.font);
    const QFontMetrics metrics(small);
    QString second = first.data(StepModel::kActorsRole).toString();
    const QString exchanged = first.data(StepModel::kTextRole).toString();
    if (!exchanged.isEmpty()) second += QStringLiteral("  \u00b7  ") + exchanged;
    painter->setFont(small);
    painter->setPen(mark == StepMark::failed && !selected ? colour_of(mark) : faint);
    painter->drawText(QRect(inner.left(), top + line, inner.width(), metrics.height()),
                      Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(second, Qt::ElideRight, inner.width()));
  }
  painter->restore();
}

}  // namespace foothold::gui

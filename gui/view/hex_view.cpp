// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/hex_view.h"

#include <QEvent>
#include <QFontDatabase>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <algorithm>
#include <utility>

#include "gui/model/palette.h"

namespace foothold::gui {
namespace {

constexpr int kPerLine = 16;
constexpr int kMargin = 8;

}  // namespace

HexView::HexView(QWidget* parent) : QAbstractScrollArea(parent) {
  setObjectName(QStringLiteral("hex"));
  setAccessibleName(tr("Octets of the packet"));
  QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  fixed.setPointSizeF(fixed.pointSizeF() * 0.92);
  setFont(fixed);
  setFrameShape(QFrame::NoFrame);
  viewport()->setBackgroundRole(QPalette::Base);
  viewport()->setAutoFillBackground(true);
  measure();
}

QSize HexView::sizeHint() const {
  return {ascii_at(kPerLine) + kMargin + verticalScrollBar()->sizeHint().width(), 10 * line_height_};
}

void HexView::set_octets(Bytes octets) {
  octets_ = std::move(octets);
  from_ = count_ = 0;
  verticalScrollBar()->setValue(0);
  measure();
}

void HexView::highlight(int offset, int count) {
  const int size = static_cast<int>(octets_.size());
  from_ = std::clamp(offset, 0, size);
  count_ = std::clamp(count, 0, size - from_);
  if (count_ > 0) {
    const int line = from_ / kPerLine;
    const int seen = std::max(viewport()->height() / line_height_, 1);
    auto* const bar = verticalScrollBar();
    if (line < bar->value() || line >= bar->value() + seen) bar->setValue(line);
  }
  viewport()->update();
}

void HexView::measure() {
  const QFontMetrics metrics(font());
  line_height_ = metrics.height() + 2;
  letter_ = metrics.horizontalAdvance(u'0');
  const int lines = (static_cast<int>(octets_.size()) + kPerLine - 1) / kPerLine;
  const int seen = std::max(viewport()->height() / line_height_, 1);
  verticalScrollBar()->setRange(0, std::max(0, lines - seen));
  verticalScrollBar()->setPageStep(seen);
  horizontalScrollBar()->setRange(0, std::max(0, ascii_at(kPerLine) + kMargin - viewport()->width()));
  horizontalScrollBar()->setPageStep(viewport()->width());
  viewport()->update();
}

int HexView::hex_at(int column) const {
  return kMargin + letter_ * (6 + column * 3 + (column >= kPerLine / 2 ? 1 : 0));
}

int HexView::ascii_at(int column) const {
  return kMargin + letter_ * (6 + kPerLine * 3 + 3 + column);
}

void HexView::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  measure();
}

void HexView::changeEvent(QEvent* event) {
  QAbstractScrollArea::changeEvent(event);
  if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) measure();
}

void HexView::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(viewport());
  painter.translate(-horizontalScrollBar()->value(), 0);
  const QColor text = palette().color(QPalette::Text);
  const QColor faint = faint_text();
  const int first = verticalScrollBar()->value();
  const int lines = viewport()->height() / line_height_ + 1;
  const int size = static_cast<int>(octets_.size());
  for (int line = first; line <= first + lines && line * kPerLine < size; ++line) {
    const int top = (line - first) * line_height_ + 2;
    painter.setPen(faint);
    painter.drawText(kMargin, top, letter_ * 5, line_height_, Qt::AlignVCenter,
                     QStringLiteral("%1").arg(line * kPerLine, 4, 16, QLatin1Char('0')));
    for (int column = 0; column < kPerLine && line * kPerLine + column < size; ++column) {
      const int at = line * kPerLine + column;
      const std::uint8_t octet = octets_[static_cast<std::size_t>(at)];
      const bool lit = at >= from_ && at < from_ + count_;
      if (lit) {
        const bool joined = at + 1 < from_ + count_ && column + 1 < kPerLine;
        const QColor behind = palette().color(QPalette::Highlight);
        const int width = joined ? hex_at(column + 1) - hex_at(column) : letter_ * 2;
        painter.fillRect(hex_at(column), top, width, line_height_, behind);
        painter.fillRect(ascii_at(column), top, letter_, line_height_, behind);
      }
      painter.setPen(lit ? palette().color(QPalette::HighlightedText) : octet == 0 ? faint : text);
      painter.drawText(hex_at(column), top, letter_ * 2, line_height_, Qt::AlignVCenter,
                       QStringLiteral("%1").arg(octet, 2, 16, QLatin1Char('0')));
      const bool printable = octet >= 0x20 && octet < 0x7f;
      if (!lit) painter.setPen(printable ? text : faint);
      painter.drawText(ascii_at(column), top, letter_, line_height_, Qt::AlignVCenter,
                       QString(QChar(printable ? octet : u'.')));
    }
  }
}

void HexView::mousePressEvent(QMouseEvent* event) {
  const int x = static_cast<int>(event->position().x()) + horizontalScrollBar()->value();
  const int line = static_cast<int>(event->position().y()) / line_height_ + verticalScrollBar()->value();
  for (int column = 0; column < kPerLine; ++column) {
    const bool in_hex = x >= hex_at(column) && x < hex_at(column) + letter_ * 3;
    const bool in_ascii = x >= ascii_at(column) && x < ascii_at(column) + letter_;
    const int offset = line * kPerLine + column;
    if ((in_hex || in_ascii) && offset < static_cast<int>(octets_.size())) emit octet_clicked(offset);
  }
}

}  // namespace foothold::gui

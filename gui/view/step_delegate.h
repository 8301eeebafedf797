// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

#include "gui/model/palette.h"

namespace foothold::gui {

// The round mark of a step: a tick, a cross, dots; its form tells what its colour tells.
void paint_mark(QPainter& painter, const QRectF& place, StepMark mark);

// A step in two lines: what happens; then who, and what was exchanged or why it failed.
class StepDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace foothold::gui

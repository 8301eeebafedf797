// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/fleet_view.h"

#include <QHeaderView>
#include <QPainter>
#include <QStyledItemDelegate>

#include "gui/model/document.h"
#include "gui/model/fleet_model.h"
#include "gui/view/step_delegate.h"

namespace foothold::gui {
namespace {

// A cell of the heat map.
class CellDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    if (index.column() < FleetModel::kFirstStep) {
      QStyledItemDelegate::paint(painter, option, index);
      return;
    }
    const auto mark = static_cast<StepMark>(index.data(FleetModel::kMarkRole).toInt());
    const bool seen = mark == StepMark::done || mark == StepMark::failed || mark == StepMark::running;
    painter->fillRect(option.rect.adjusted(1, 1, 0, 0),
                      seen ? soft_colour_of(mark) : option.palette.color(QPalette::Window));
    if (seen) {
      constexpr qreal size = 14;
      const QPointF middle = QRectF(option.rect).center();
      paint_mark(*painter, QRectF(middle.x() - size / 2, middle.y() - size / 2, size, size), mark);
    }
    if ((option.state & QStyle::State_HasFocus) != 0) {
      painter->setPen(QPen(option.palette.color(QPalette::Highlight), 2));
      painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
    }
  }
};

}  // namespace

FleetView::FleetView(Document& document, StepBoard& board, QWidget* parent) : QTableView(parent) {
  setObjectName(QStringLiteral("fleet"));
  setAccessibleName(tr("Devices and their steps"));
  setModel(new FleetModel(document, board, this));
  setItemDelegate(new CellDelegate(this));
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setSelectionMode(QAbstractItemView::SingleSelection);
  setTabKeyNavigation(false);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  const QFontMetrics metrics(font());
  verticalHeader()->setDefaultSectionSize(metrics.height() + 9);
  horizontalHeader()->setMinimumSectionSize(20);
  horizontalHeader()->setHighlightSections(false);
  for (int column = 0; column < model()->columnCount(); ++column) setColumnWidth(column, 25);
  setColumnWidth(FleetModel::kDevice, metrics.horizontalAdvance(QStringLiteral("001020000000001")) + 18);
  setColumnWidth(FleetModel::kResult, metrics.horizontalAdvance(QStringLiteral("stopped at step 14: the PVA")) + 18);
  setColumnWidth(FleetModel::kTook, metrics.horizontalAdvance(QStringLiteral("0000.0 ms")) + 18);
  const auto follow = [&document](const QModelIndex& index) {
    document.select_device(static_cast<std::uint16_t>(index.data(FleetModel::kDeviceRole).toUInt()));
    const QVariant packet = index.data(FleetModel::kPacketRole);
    if (packet.isValid()) document.select_row(static_cast<std::size_t>(packet.toULongLong()));
  };
  connect(this, &QTableView::clicked, this, follow);
  connect(this, &QTableView::activated, this, follow);
}

}  // namespace foothold::gui

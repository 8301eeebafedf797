// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/fleet_model.h"

#include "gui/model/document.h"
#include "gui/model/step_model.h"

namespace foothold::gui {
namespace {

QString label_of(std::size_t step) {
  const std::string_view label = lab::steps::step_table()[step].label;
  return QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size()));
}

}  // namespace

FleetModel::FleetModel(Document& document, StepBoard& board, QObject* parent)
    : QAbstractTableModel(parent), document_(document), board_(board) {
  connect(&board, &StepBoard::changed, this, &FleetModel::refresh);
}

int FleetModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : rows_;
}

int FleetModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kFirstStep + static_cast<int>(lab::steps::kStepRows);
}

void FleetModel::refresh() {
  const int rows = static_cast<int>(board_.devices().size());
  if (rows < rows_) {
    beginRemoveRows({}, rows, rows_ - 1);
    rows_ = rows;
    endRemoveRows();
  } else if (rows > rows_) {
    beginInsertRows({}, rows_, rows - 1);
    rows_ = rows;
    endInsertRows();
  }
  if (rows_ > 0) emit dataChanged(index(0, 0), index(rows_ - 1, columnCount() - 1));
}

QVariant FleetModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const auto at = static_cast<std::size_t>(index.row());
  if (at >= board_.devices().size()) return {};
  const DeviceSteps& steps = board_.devices()[at];
  if (role == kDeviceRole) return steps.device;
  if (index.column() >= kFirstStep) {
    const auto step = static_cast<std::size_t>(index.column() - kFirstStep);
    const StepCell& cell = steps.cells[step];
    if (role == kMarkRole) return static_cast<int>(cell.mark);
    if (role == kPacketRole && cell.row) return QVariant::fromValue(static_cast<qulonglong>(*cell.row));
    if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole) {
      QString tip = tr("Step %1: %2").arg(label_of(step), to_text(cell.mark));
      if (cell.since_previous) tip += QStringLiteral(", ") + duration_text(*cell.since_previous);
      if (!cell.text.empty()) tip += QStringLiteral("\n") + QString::fromStdString(cell.text);
      return tip;
    }
    return {};
  }
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  switch (index.column()) {
    case kDevice:
      return QString::fromStdString(document_.data().device(steps.device));
    case kResult:
      if (steps.failed) {
        return tr("stopped at step %1: %2")
            .arg(label_of(*steps.failed), QString::fromStdString(steps.cells[*steps.failed].text));
      }
      if (steps.done == lab::steps::kStepRows) return tr("in service");
      return tr("%1 of %2 steps").arg(steps.done).arg(lab::steps::kStepRows);
    default:
      return duration_text(steps.last - steps.first);
  }
}

QVariant FleetModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  switch (section) {
    case kDevice:
      return tr("Device");
    case kResult:
      return tr("Result");
    case kTook:
      return tr("Took");
    default:
      return label_of(static_cast<std::size_t>(section - kFirstStep));
  }
}

}  // namespace foothold::gui

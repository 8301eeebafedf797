// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/step_model.h"

#include <QCoreApplication>
#include <QFont>

#include "gui/model/document.h"

namespace foothold::gui {
namespace {

QString text(std::string_view view) {
  return QString::fromUtf8(view.data(), static_cast<qsizetype>(view.size()));
}

QString actors_of(const lab::steps::StepRow& row) {
  QString names = QString::fromLatin1(trace::to_string(row.from));
  if (row.to != trace::Actor::none) names += QStringLiteral(" \u2192 ") + QString::fromLatin1(trace::to_string(row.to));
  return names;
}

}  // namespace

QString to_text(StepMark mark) {
  switch (mark) {
    case StepMark::waiting:
      return QCoreApplication::translate("StepModel", "waiting");
    case StepMark::running:
      return QCoreApplication::translate("StepModel", "running");
    case StepMark::done:
      return QCoreApplication::translate("StepModel", "done");
    case StepMark::failed:
      return QCoreApplication::translate("StepModel", "failed");
    case StepMark::not_reached:
      return QCoreApplication::translate("StepModel", "not reached");
  }
  return {};
}

QString duration_text(std::int64_t nanoseconds) {
  const double milliseconds = static_cast<double>(nanoseconds) / 1e6;
  if (milliseconds < 1000) return QCoreApplication::translate("StepModel", "%1 ms").arg(milliseconds, 0, 'f', 1);
  return QCoreApplication::translate("StepModel", "%1 s").arg(milliseconds / 1000, 0, 'f', 2);
}

StepModel::StepModel(Document& document, StepBoard& board, QObject* parent)
    : QAbstractItemModel(parent), document_(document), board_(board) {
  const auto refresh = [this] {
    for (int phase = 0; phase < rowCount(); ++phase) {
      const QModelIndex above = index(phase, 0);
      emit dataChanged(above, index(phase, kColumns - 1));
      emit dataChanged(index(0, 0, above), index(rowCount(above) - 1, kColumns - 1, above));
    }
  };
  connect(&board, &StepBoard::changed, this, refresh);
  connect(&document, &Document::device_selected, this, refresh);
}

QModelIndex StepModel::index(int row, int column, const QModelIndex& parent) const {
  if (!hasIndex(row, column, parent)) return {};
  return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row() + 1) : quintptr{0});
}

QModelIndex StepModel::parent(const QModelIndex& child) const {
  if (!child.isValid() || child.internalId() == 0) return {};
  return createIndex(static_cast<int>(child.internalId()) - 1, 0, quintptr{0});
}

int StepModel::rowCount(const QModelIndex& parent) const {
  if (!parent.isValid()) return static_cast<int>(kPhases.size());
  if (parent.internalId() != 0 || parent.column() != 0) return 0;
  return static_cast<int>(kPhases[static_cast<std::size_t>(parent.row())].count);
}

int StepModel::columnCount(const QModelIndex& /*parent*/) const {
  return kColumns;
}

QVariant StepModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
  return section == kStep ? tr("Step") : section == kTitle ? tr("What happens") : tr("Took");
}

StepCell StepModel::cell(std::size_t step) const {
  const DeviceSteps* const steps = board_.find(document_.selected_device());
  return steps == nullptr ? StepCell{} : steps->cells[step];
}

QVariant StepModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (index.internalId() == 0) return phase_data(static_cast<std::size_t>(index.row()), index.column(), role);
  const PhaseRange& phase = kPhases[index.internalId() - 1];
  return step_data(phase.first + static_cast<std::size_t>(index.row()), index.column(), role);
}

QVariant StepModel::phase_data(std::size_t phase_number, int column, int role) const {
  const PhaseRange& phase = kPhases[phase_number];
  std::size_t done = 0;
  bool failed = false;
  for (std::size_t step = phase.first; step < phase.first + phase.count; ++step) {
    const StepMark mark = cell(step).mark;
    if (mark == StepMark::done) ++done;
    failed = failed || mark == StepMark::failed;
  }
  if (role == kMarkRole) {
    const StepMark mark = failed                ? StepMark::failed
                          : done == phase.count ? StepMark::done
                          : done > 0            ? StepMark::running
                                                : StepMark::waiting;
    return static_cast<int>(mark);
  }
  if (role == Qt::ToolTipRole) return QString::fromLatin1(phase.clause);
  if (role == Qt::FontRole) {
    QFont font;
    font.setBold(true);
    return font;
  }
  if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
  if (column == kStep) return QCoreApplication::translate("StepModel", phase.title);
  if (column == kDuration) return tr("%1 of %2").arg(done).arg(phase.count);
  return {};
}

QVariant StepModel::step_data(std::size_t step, int column, int role) const {
  const lab::steps::StepRow& row = lab::steps::step_table()[step];
  const StepCell at = cell(step);
  switch (role) {
    case kMarkRole:
      return static_cast<int>(at.mark);
    case kPacketRole:
      return at.row ? QVariant::fromValue(static_cast<qulonglong>(*at.row)) : QVariant();
    case kActorsRole:
      return actors_of(row);
    case kTextRole:
      return QString::fromStdString(at.text);
    case Qt::ToolTipRole: {
      QString tip =
          QStringLiteral("<b>%1 %2</b>: %3<br>%4: %5")
              .arg(tr("Step"), text(row.label), text(row.title).toHtmlEscaped(), actors_of(row), to_text(at.mark));
      if (!at.text.empty()) tip += QStringLiteral("<br>") + QString::fromStdString(at.text).toHtmlEscaped();
      if (at.retries > 0) tip += QStringLiteral("<br>") + tr("seen again: %1").arg(at.retries);
      return tip + QStringLiteral("<br><i>") + tr("TR 33.812, 5.1.3.6.2, step %1").arg(row.number) +
             QStringLiteral("</i>");
    }
    case Qt::AccessibleTextRole:
      return tr("Step %1, %2, %3, %4").arg(text(row.label), actors_of(row), text(row.title), to_text(at.mark));
    case Qt::DisplayRole:
      break;
    default:
      return {};
  }
  if (column == kStep) return text(row.label);
  if (column == kTitle) return text(row.title);
  return at.since_previous ? duration_text(*at.since_previous) : QString();
}

}  // namespace foothold::gui

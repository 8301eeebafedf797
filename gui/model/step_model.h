// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>

#include "gui/model/step_board.h"

namespace foothold::gui {

class Document;

// The steps of the selected device, below their phases.
class StepModel : public QAbstractItemModel {
  Q_OBJECT
 public:
  enum Column { kStep, kTitle, kDuration, kColumns };
  enum Role { kMarkRole = Qt::UserRole, kPacketRole, kActorsRole, kTextRole };

  StepModel(Document& document, StepBoard& board, QObject* parent = nullptr);

  QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
  QModelIndex parent(const QModelIndex& child) const override;
  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QVariant phase_data(std::size_t phase, int column, int role) const;
  QVariant step_data(std::size_t step, int column, int role) const;
  StepCell cell(std::size_t step) const;

  Document& document_;
  StepBoard& board_;
};

QString to_text(StepMark mark);
// "12.3 ms", "4.56 s".
QString duration_text(std::int64_t nanoseconds);

}  // namespace foothold::gui

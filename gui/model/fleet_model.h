// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include "gui/model/step_board.h"

namespace foothold::gui {

class Document;

// All devices against all steps: a heat map, and what became of each device.
class FleetModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { kDevice, kResult, kTook, kFirstStep };
  enum Role { kMarkRole = Qt::UserRole, kDeviceRole, kPacketRole };

  FleetModel(Document& document, StepBoard& board, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  void refresh();

  Document& document_;
  StepBoard& board_;
  int rows_ = 0;
};

}  // namespace foothold::gui

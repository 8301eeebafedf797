// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QModelIndex;
class QTreeView;

namespace foothold::gui {

class Document;
class StepBoard;
class StepModel;

// The three phases and their steps for one device: what is done, what failed and why, and a way to the packets.
class PhaseBoard : public QWidget {
  Q_OBJECT
 public:
  PhaseBoard(Document& document, StepBoard& board, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void refresh();
  void go_to(const QModelIndex& index);

  Document& document_;
  StepBoard& board_;
  StepModel* model_;
  QComboBox* devices_;
  QLabel* verdict_;
  QTreeView* steps_;
};

}  // namespace foothold::gui

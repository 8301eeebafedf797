// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QLineEdit;
class QProgressBar;

namespace foothold::gui {

class Document;
class PacketModel;

// The display filter: green when it is one, red and with the reason when it is not; Ctrl+Z takes it back.
class FilterBar : public QWidget {
  Q_OBJECT
 public:
  FilterBar(Document& document, PacketModel& model, QWidget* parent = nullptr);

  void set_text(const QString& text);
  QString text() const;
  void focus();

 private:
  void apply();
  void check();
  void count();

  Document& document_;
  PacketModel& model_;
  QLineEdit* line_;
  QLabel* count_;
  QProgressBar* busy_;
};

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include "gui/model/apdu_model.h"
#include "gui/model/tre_link.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace foothold::gui {

class Document;
class TreLog;

// The commands to the TRE, decoded; and where a TRE runs whose socket one may open, a line to send it further ones.
class ApduConsole : public QWidget {
  Q_OBJECT
 public:
  ApduConsole(Document& document, const TreLog& log, QWidget* parent = nullptr);

  void offer_socket(const QString& path);  // where a TRE may be; nothing is sent before somebody connects

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;  // the arrow keys of the line: what was sent before

 private:
  void connect_or_hang_up();
  void send();
  void check();
  void refresh();
  void recall(int back);

  Document& document_;
  TreLink link_;
  ApduModel* model_;
  QTableView* table_;
  QLineEdit* socket_;
  QPushButton* connect_;
  QLineEdit* line_;
  QPushButton* send_;
  QLabel* meaning_;
  QStringList sent_;
  qsizetype recalled_ = 0;
};

}  // namespace foothold::gui

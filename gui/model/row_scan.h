// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>

namespace foothold::gui {

class Document;

// Visits every row that is shown, once and in order, a few milliseconds at a time, so that the window is never held up:
// for views that gather something from the whole capture. It begins again when rows are taken back, and on restart().
class RowScan : public QObject {
  Q_OBJECT
 public:
  RowScan(Document& document, std::function<void(std::size_t)> visit, QObject* parent);

  void restart();

 signals:
  void restarted();  // forget what was visited
  void advanced();   // further rows were visited

 private:
  void advance();

  Document& document_;
  std::function<void(std::size_t)> visit_;
  std::size_t visited_ = 0;
  QTimer rest_;
};

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/model/row_scan.h"

#include <QElapsedTimer>
#include <utility>

#include "gui/model/document.h"

namespace foothold::gui {

RowScan::RowScan(Document& document, std::function<void(std::size_t)> visit, QObject* parent)
    : QObject(parent), document_(document), visit_(std::move(visit)) {
  rest_.setSingleShot(true);
  connect(&rest_, &QTimer::timeout, this, &RowScan::advance);
  connect(&document, &Document::replaced, this, &RowScan::restart);
  connect(&document, &Document::grown, this, &RowScan::advance);
  connect(&document, &Document::visible_rows_changed, this, [this] {
    if (document_.visible_rows() < visited_) {
      restart();
    } else {
      advance();
    }
  });
}

void RowScan::restart() {
  visited_ = 0;
  emit restarted();
  advance();
}

void RowScan::advance() {
  constexpr qint64 kMostTime = 4;            // milliseconds
  constexpr std::size_t kBetweenLooks = 32;  // at the clock
  const std::size_t end = document_.visible_rows();
  if (visited_ >= end) return;
  QElapsedTimer clock;
  clock.start();
  do {
    for (std::size_t looks = 0; looks < kBetweenLooks && visited_ < end; ++looks) visit_(visited_++);
  } while (visited_ < end && clock.elapsed() < kMostTime);
  if (visited_ < end) rest_.start(0);
  emit advanced();
}

}  // namespace foothold::gui

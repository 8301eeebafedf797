// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>

#include "base/bytes.h"

namespace foothold::gui {

// The octets of a packet in hex and ASCII, sixteen a line, with those of a field highlighted.
class HexView : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit HexView(QWidget* parent = nullptr);

  QSize sizeHint() const override;  // wide enough for a whole line
  void set_octets(Bytes octets);
  void highlight(int offset, int count);  // scrolls there; count 0: nothing
  int highlighted_offset() const { return from_; }
  int highlighted_octets() const { return count_; }

 signals:
  void octet_clicked(int offset);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void measure();
  int hex_at(int column) const;    // x of an octet's hex digits
  int ascii_at(int column) const;  // x of its character

  Bytes octets_;
  int from_ = 0;
  int count_ = 0;
  int line_height_ = 1;
  int letter_ = 1;
};

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QTimer>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "gui/view/chart_layout.h"

namespace foothold::gui {

class Document;
class PacketModel;

// Who said what to whom, as a chart: a lane for each actor, an arrow for each message that the filter lets pass. Only
// what is in sight is drawn, so that a million messages cost as much as fifty.
class SequenceChart : public QAbstractScrollArea {
  Q_OBJECT
 public:
  SequenceChart(Document& document, PacketModel& model, QWidget* parent = nullptr);

  void zoom(double factor);        // of the rows
  void zoom_lanes(double factor);  // of the lanes; what does not fit is panned to
  void reset_zoom();
  void set_time_scale(bool on);
  void show_packets(bool on);  // user data and captured packets, too
  // What is in sight, as .svg, .pdf or .png, by the file's name.
  Result<void> export_to(const QString& path);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  void restart();
  void shorten();  // to the rows that are shown
  void extend();
  void measure();
  void draw(QPainter& painter, const QSize& size);
  void draw_lanes(QPainter& painter, const QSize& size) const;
  void draw_message(QPainter& painter, std::size_t at, double y) const;
  QString label_of(std::size_t packet) const;
  bool is_bulk(std::uint16_t name);
  double y_of(std::size_t at) const;  // in the whole chart
  std::optional<std::size_t> message_at(double y) const;
  std::size_t first_at(double y) const;
  void reveal(std::size_t packet);

  Document& document_;
  PacketModel& model_;
  ChartLayout layout_;
  std::vector<std::uint32_t> messages_;    // packets
  int scanned_ = 0;                        // rows of the model
  std::vector<std::optional<bool>> bulk_;  // by number of the name
  bool all_packets_ = false;
  std::optional<QPoint> dragged_from_;
  QTimer rest_;  // to scan what is left, when there is time
};

}  // namespace foothold::gui

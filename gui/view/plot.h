// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

namespace foothold::gui {

struct PlotLine {
  QString name;
  std::vector<QPointF> points;  // seconds and value, in order of time
};

// Figures over time: lines with a scale at the left, the last values at the right, a mark at the selected moment. A
// line is broken where nothing was told for long.
class Plot : public QWidget {
  Q_OBJECT
 public:
  Plot(const QString& title, const QString& unit, QWidget* parent);

  void set_lines(std::vector<PlotLine> lines);
  void set_span(double from, double to);  // seconds, the same for all plots of a view
  void set_mark(std::optional<double> seconds);
  const std::vector<PlotLine>& lines() const { return lines_; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 signals:
  void clicked(double seconds);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF area() const;
  double x_of(double seconds) const;
  void draw_scale(QPainter& painter, double low, double high, double step) const;
  void draw_line(QPainter& painter, const PlotLine& line, double low, double high) const;

  QString title_;
  QString unit_;
  std::vector<PlotLine> lines_;
  double from_ = 0;
  double to_ = 1;
  std::optional<double> mark_;
};

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "gui/model/radio_log.h"

class QTreeWidget;

namespace foothold::gui {

class Document;
class LabControl;
class Plot;

// The radio of the selected device: what it measured and carried, as plots; the cells it heard; what went wrong; and
// the knobs of the channel of a running lab.
class RadioView : public QWidget {
  Q_OBJECT
 public:
  RadioView(Document& document, LabControl& lab, QWidget* parent = nullptr);

 private:
  struct Curve {
    QString name;
    RadioFigure figure;
  };
  struct Figures {
    Plot* plot;
    std::vector<Curve> curves;
  };

  void add_plot(const QString& title, const QString& unit, std::vector<Curve> curves);
  void refresh();
  void list_cells();
  void list_incidents();
  void mark(std::size_t packet);
  double seconds(std::int64_t time) const;  // from the first packet

  Document& document_;
  RadioLog log_;
  std::vector<Figures> figures_;
  QTreeWidget* cells_;
  QTreeWidget* incidents_;
};

}  // namespace foothold::gui

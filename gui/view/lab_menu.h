// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QMenu>

#include "gui/model/lab_run.h"

namespace foothold::gui {

class LabControl;

// What one can do to a lab from the window: start a run of any scenario, stop it; and where a running lab can be asked,
// attach and detach its devices, cut and restore its links.
class LabMenu : public QMenu {
  Q_OBJECT
 public:
  LabMenu(LabRun& run, LabControl& lab, QWidget* parent);

  void start(const LabRun::Choice& choice);

 private:
  void ask_and_start();
  void refresh();

  LabRun& run_;
  LabControl& lab_;
  QAction* start_;
  QAction* tamper_;
  QAction* stop_;
  QMenu* devices_;
  QMenu* links_;
};

}  // namespace foothold::gui

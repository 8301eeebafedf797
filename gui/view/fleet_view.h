// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QTableView>

namespace foothold::gui {

class Document;
class StepBoard;

// All devices against all steps. A click follows the device, and goes to the packet of the step.
class FleetView : public QTableView {
  Q_OBJECT
 public:
  FleetView(Document& document, StepBoard& board, QWidget* parent = nullptr);
};

}  // namespace foothold::gui

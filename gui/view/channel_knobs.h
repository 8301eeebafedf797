// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QSpinBox;

namespace foothold::gui {

class LabControl;

// The channel between mobiles and base station, where a running lab has one that can be changed: losses, path loss,
// delay, and an outage.
class ChannelKnobs : public QWidget {
  Q_OBJECT
 public:
  explicit ChannelKnobs(LabControl& lab, QWidget* parent = nullptr);

 private:
  void refresh();

  LabControl& lab_;
  QSpinBox* device_;
  QSpinBox* downlink_;
  QSpinBox* uplink_;
  QSpinBox* path_loss_;
  QSpinBox* delay_;
  QSpinBox* outage_;
  QLabel* state_;
  QString told_;  // of the lab as it is
  QWidget* knobs_;
};

}  // namespace foothold::gui

// SPDX-License-Identifier: AGPL-3.0-or-later
#pragma once

#include <QDialog>

class QTableWidget;

namespace foothold::gui {

class ColourRules;
struct ColourRule;

// Changes the colour rules: which packets, in which colour, in which order.
class ColourRulesDialog : public QDialog {
  Q_OBJECT
 public:
  // `filter`: what a new rule begins with.
  ColourRulesDialog(ColourRules& rules, const QString& filter, QWidget* parent);

  void accept() override;

 private:
  void add(const ColourRule& rule);
  void remove();
  void move_up();
  void check(int row);

  ColourRules& rules_;
  QTableWidget* table_;
};

}  // namespace foothold::gui

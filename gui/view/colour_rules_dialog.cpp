// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/colour_rules_dialog.h"

#include <QColorDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableWidget>
#include <QVBoxLayout>

#include "gui/capture/filter.h"
#include "gui/model/colour_rules.h"
#include "gui/model/palette.h"

namespace foothold::gui {
namespace {

enum Column { kFilter, kColour, kColumns };

}  // namespace

ColourRulesDialog::ColourRulesDialog(ColourRules& rules, const QString& filter, QWidget* parent)
    : QDialog(parent), rules_(rules), table_(new QTableWidget(0, kColumns, this)) {
  setWindowTitle(tr("Colour Rules"));
  resize(640, 360);
  table_->setObjectName(QStringLiteral("rules"));
  table_->setAccessibleName(tr("Colour rules, the first that fits decides"));
  table_->setHorizontalHeaderLabels({tr("Packets that pass this filter"), tr("Colour")});
  table_->horizontalHeader()->setSectionResizeMode(kFilter, QHeaderView::Stretch);
  table_->verticalHeader()->hide();
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  auto* const fresh = buttons->addButton(tr("&Add"), QDialogButtonBox::ActionRole);
  auto* const gone = buttons->addButton(tr("&Remove"), QDialogButtonBox::ActionRole);
  auto* const up = buttons->addButton(tr("&Up"), QDialogButtonBox::ActionRole);
  fresh->setObjectName(QStringLiteral("add-rule"));
  auto* const layout = new QVBoxLayout(this);
  layout->addWidget(table_);
  layout->addWidget(buttons);
  connect(fresh, &QPushButton::clicked, this, [this, filter] {
    add({true, filter.isEmpty() ? QStringLiteral("layer == gmm") : filter, soft_colour_of(StepMark::running)});
    table_->selectRow(table_->rowCount() - 1);
  });
  connect(gone, &QPushButton::clicked, this, &ColourRulesDialog::remove);
  connect(up, &QPushButton::clicked, this, &ColourRulesDialog::move_up);
  connect(buttons, &QDialogButtonBox::accepted, this, &ColourRulesDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(table_, &QTableWidget::itemChanged, this, [this](QTableWidgetItem* item) { check(item->row()); });
  connect(table_, &QTableWidget::cellDoubleClicked, this, [this](int row, int column) {
    if (column != kColour) return;
    QTableWidgetItem* const item = table_->item(row, kColour);
    const QColor chosen = QColorDialog::getColor(item->background().color(), this);
    if (chosen.isValid()) item->setBackground(chosen);
  });
  for (const ColourRule& rule : rules.rules()) add(rule);
}

void ColourRulesDialog::add(const ColourRule& rule) {
  const QSignalBlocker quiet(table_);
  const int row = table_->rowCount();
  table_->insertRow(row);
  auto* const filter = new QTableWidgetItem(rule.filter);
  filter->setCheckState(rule.on ? Qt::Checked : Qt::Unchecked);
  auto* const colour = new QTableWidgetItem;
  colour->setBackground(rule.colour);
  colour->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
  colour->setToolTip(tr("Double click to choose another"));
  table_->setItem(row, kFilter, filter);
  table_->setItem(row, kColour, colour);
  check(row);
}

void ColourRulesDialog::remove() {
  table_->removeRow(table_->currentRow());
}

void ColourRulesDialog::move_up() {
  const int row = table_->currentRow();
  if (row < 1) return;
  const QSignalBlocker quiet(table_);
  for (int column = 0; column < kColumns; ++column) {
    QTableWidgetItem* const upper = table_->takeItem(row - 1, column);
    QTableWidgetItem* const lower = table_->takeItem(row, column);
    table_->setItem(row - 1, column, lower);
    table_->setItem(row, column, upper);
  }
  table_->selectRow(row - 1);
}

// A filter that is none is red, and fits nothing.
void ColourRulesDialog::check(int row) {
  const QSignalBlocker quiet(table_);
  QTableWidgetItem* const item = table_->item(row, kFilter);
  const auto filter = capture::Filter::parse(item->text().toStdString());
  item->setForeground(filter ? QBrush() : QBrush(colour_of(StepMark::failed)));
  item->setToolTip(filter ? QString() : QString::fromStdString(to_string(filter.error())));
}

void ColourRulesDialog::accept() {
  std::vector<ColourRule> rules;
  for (int row = 0; row < table_->rowCount(); ++row) {
    const QTableWidgetItem* const filter = table_->item(row, kFilter);
    rules.push_back(
        {filter->checkState() == Qt::Checked, filter->text(), table_->item(row, kColour)->background().color()});
  }
  rules_.set(std::move(rules));
  QDialog::accept();
}

}  // namespace foothold::gui

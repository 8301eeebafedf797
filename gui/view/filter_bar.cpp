// SPDX-License-Identifier: AGPL-3.0-or-later
#include "gui/view/filter_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>

#include "gui/capture/filter.h"
#include "gui/model/document.h"
#include "gui/model/packet_model.h"
#include "gui/model/palette.h"

namespace foothold::gui {

FilterBar::FilterBar(Document& document, PacketModel& model, QWidget* parent)
    : QWidget(parent),
      document_(document),
      model_(model),
      line_(new QLineEdit(this)),
      count_(new QLabel(this)),
      busy_(new QProgressBar(this)) {
  line_->setObjectName(QStringLiteral("filter"));
  line_->setAccessibleName(tr("Display filter"));
  line_->setPlaceholderText(tr("Filter:  layer == gmm and device == 001020000000001   or a word to search for"));
  line_->setClearButtonEnabled(true);
  line_->setToolTip(
      tr("device, from, to, actor, layer, kind, name, time, octets, no, text, or any field of an event;\n"
         "==  !=  ~ (contains)  <  <=  >  >=; and, or, not, brackets. Enter applies it."));
  busy_->setRange(0, 0);
  busy_->setFixedWidth(80);
  busy_->setTextVisible(false);
  busy_->hide();
  auto* const layout = new QHBoxLayout(this);
  layout->setContentsMargins(6, 4, 6, 4);
  layout->addWidget(line_, 1);
  layout->addWidget(busy_);
  layout->addWidget(count_);
  connect(line_, &QLineEdit::textChanged, this, [this](const QString& text) {
    check();
    if (text.isEmpty()) apply();
  });
  connect(line_, &QLineEdit::returnPressed, this, &FilterBar::apply);
  connect(&model, &PacketModel::filtering_changed, this, [this] { busy_->setVisible(model_.is_filtering()); });
  connect(&model, &QAbstractItemModel::rowsInserted, this, &FilterBar::count);
  connect(&model, &QAbstractItemModel::rowsRemoved, this, &FilterBar::count);
  connect(&model, &QAbstractItemModel::modelReset, this, &FilterBar::count);
  count();
}

void FilterBar::set_text(const QString& text) {
  line_->selectAll();
  line_->insert(text);  // unlike setText() it can be undone
  apply();
}

QString FilterBar::text() const {
  return line_->text();
}

void FilterBar::focus() {
  line_->setFocus(Qt::ShortcutFocusReason);
  line_->selectAll();
}

void FilterBar::check() {
  QPalette palette;
  const auto filter = capture::Filter::parse(line_->text().toStdString());
  if (!line_->text().isEmpty()) {
    palette.setColor(QPalette::Base, soft_colour_of(filter ? StepMark::done : StepMark::failed));
  }
  line_->setPalette(palette);
  count_->setToolTip(filter ? QString() : QString::fromStdString(to_string(filter.error())));
  if (filter) {
    count();
  } else {
    count_->setText(QString::fromStdString(filter.error().what));
  }
}

void FilterBar::apply() {
  auto filter = capture::Filter::parse(line_->text().toStdString());
  if (filter) model_.set_filter(std::move(*filter));
}

void FilterBar::count() {
  const QLocale locale;
  const auto all = static_cast<qlonglong>(document_.data().size());
  const int shown = model_.rowCount();
  count_->setText(shown == all ? tr("%1 packets").arg(locale.toString(all))
                               : tr("%1 of %2 packets").arg(locale.toString(shown), locale.toString(all)));
}

}  // namespace foothold::gui
